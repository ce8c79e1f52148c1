// Mailtrail in Azure Container Apps, with no secret of its own: a managed identity is the bot.
// docs/deploy.md says in which order, and why each part is here.

@description('Base of every name; lower-case letters and digits, so that a storage account may have it.')
@minLength(3)
@maxLength(11)
param name string = 'mailtrail'

param location string = resourceGroup().location

@description('Container registry in this resource group that holds the image.')
param registryName string

@description('Image and tag in that registry, such as mailtrail:0.1.0. A tag that is never moved shows what runs.')
param image string

@description('Who may use it: <Entra object id>=viewer|responder|lead, joined by commas. Who is not listed is refused.')
param roles string

@description('Gibibytes of the share that holds cases, received files and the audit trail.')
@minValue(10)
param shareSize int = 256

@description('Optional: URI of a Key Vault secret whose value opens /metrics. Without it there is no /metrics.')
param metricsTokenSecretUri string = ''

var port = 3978
var unique = uniqueString(resourceGroup().id)
// Built-in role AcrPull.
var acrPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

// The bot itself. Entra gives it an id and renews its key; nobody can copy the key out.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-bot'
  location: location
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

// Its only role in the subscription: to read the image.
resource pullsImage 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, identity.id, acrPull)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: acrPull
  }
}

// A network of its own, so that the storage account below answers nobody else.
resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: '${name}-network'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.90.0.0/24'] }
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: '10.90.0.0/26'
          serviceEndpoints: [{ service: 'Microsoft.Storage' }]
          delegations: [
            { name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } }
          ]
        }
      }
    ]
  }
}

var subnetId = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'apps')

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: '${name}${unique}'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    // Container Apps mounts a share with the key of the account; there is no other way for SMB.
    allowSharedKeyAccess: true
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
      virtualNetworkRules: [{ id: subnetId }]
    }
  }
}

resource files 'Microsoft.Storage/storageAccounts/fileServices@2023-05-01' = {
  parent: storage
  name: 'default'
  properties: {
    shareDeleteRetentionPolicy: { enabled: true, days: 30 }
  }
}

resource share 'Microsoft.Storage/storageAccounts/fileServices/shares@2023-05-01' = {
  parent: files
  name: 'data'
  properties: { shareQuota: shareSize, enabledProtocols: 'SMB' }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 90 }
}

resource apps 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    vnetConfiguration: { infrastructureSubnetId: subnetId, internal: false }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

resource data 'Microsoft.App/managedEnvironments/storages@2024-03-01' = {
  parent: apps
  name: 'data'
  properties: {
    azureFile: {
      accountName: storage.name
      accountKey: storage.listKeys().keys[0].value
      shareName: share.name
      accessMode: 'ReadWrite'
    }
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  // The image cannot be pulled before the role is there.
  dependsOn: [pullsImage]
  properties: {
    environmentId: apps.id
    workloadProfileName: 'Consumption'
    configuration: {
      // One process holds the data folder. 'Single' would wait for the new revision before it stops the old one,
      // and the new one waits for the old one's lock: so revisions are stopped by hand (docs/deploy.md, Update).
      activeRevisionsMode: 'Multiple'
      ingress: {
        external: true
        targetPort: port
        transport: 'http'
        allowInsecure: false
        traffic: [{ latestRevision: true, weight: 100 }]
      }
      registries: [{ server: registry.properties.loginServer, identity: identity.id }]
      secrets: empty(metricsTokenSecretUri)
        ? []
        : [{ name: 'metrics-token', keyVaultUrl: metricsTokenSecretUri, identity: identity.id }]
    }
    template: {
      terminationGracePeriodSeconds: 60
      scale: { minReplicas: 1, maxReplicas: 1 }
      containers: [
        {
          name: 'mailtrail'
          image: '${registry.properties.loginServer}/${image}'
          resources: { cpu: json('2.0'), memory: '4Gi' }
          env: concat(
            [
              { name: 'MICROSOFT_APP_ID', value: identity.properties.clientId }
              { name: 'MICROSOFT_APP_TYPE', value: 'UserAssignedMSI' }
              { name: 'MICROSOFT_APP_TENANT_ID', value: tenant().tenantId }
              { name: 'MAILTRAIL_TENANTS', value: tenant().tenantId }
              { name: 'MAILTRAIL_ROLES', value: roles }
              { name: 'MAILTRAIL_PORT', value: string(port) }
              { name: 'MAILTRAIL_DATA', value: '/data' }
              { name: 'MAILTRAIL_INBOX', value: '/data/inbox' }
            ],
            empty(metricsTokenSecretUri)
              ? []
              : [{ name: 'MAILTRAIL_METRICS_TOKEN', secretRef: 'metrics-token' }]
          )
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }]
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/healthz', port: port }
              periodSeconds: 5
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: { path: '/healthz', port: port }
              periodSeconds: 30
              timeoutSeconds: 5
              failureThreshold: 4
            }
            {
              // Slow to judge: there is no other replica that could answer instead.
              type: 'Readiness'
              httpGet: { path: '/readyz', port: port }
              periodSeconds: 15
              timeoutSeconds: 10
              failureThreshold: 8
            }
          ]
        }
      ]
      volumes: [
        {
          name: 'data'
          storageType: 'AzureFile'
          storageName: data.name
          // 1000 is the user of the image. Locks stay in this replica (nobrl), which is the only one.
          mountOptions: 'uid=1000,gid=1000,dir_mode=0700,file_mode=0600,mfsymlinks,nobrl'
        }
      ]
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-${unique}'
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'F0' }
  properties: {
    displayName: 'Mailtrail'
    endpoint: 'https://${app.properties.configuration.ingress.fqdn}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identity.properties.clientId
    msaAppTenantId: tenant().tenantId
    msaAppMSIResourceId: identity.id
    // Nobody talks to it past Teams.
    disableLocalAuth: true
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: { isEnabled: true }
  }
}

@description('For npm run package -- --bot-id')
output botId string = identity.properties.clientId
output endpoint string = bot.properties.endpoint
output storageAccount string = storage.name
