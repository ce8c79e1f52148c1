/** Microsoft's schemas as JSON schemas that let nothing through that Microsoft does not declare. */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { z } from 'zod';

export type Schema = Record<string, unknown>;

const media = z.object({ content: z.record(z.string(), z.object({ schema: z.looseObject({}) })).optional() });
const operation = z.object({
  parameters: z.array(z.looseObject({})).optional(),
  requestBody: media.extend({ required: z.boolean().optional() }).optional(),
  responses: z.record(z.string(), z.looseObject({})),
});
const file = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) }),
});

export interface Parameter {
  name: string;
  in: string;
}

/** Compiled when it is first asked for: all of them together take many seconds. */
export type Check = () => ValidateFunction;

export interface Operation {
  /** of the query and headers */
  parameters: Parameter[];
  body: Check | null;
  bodyRequired: boolean;
  /** by status; null = declared, but its content is not JSON */
  answers: Map<number, Check | null>;
  /** properties of what a successful answer holds, for $select; null when Microsoft left the type open */
  selectable: ReadonlySet<string> | null;
}

export interface Contract {
  /** by 'GET /v1.0/users' */
  operations: Map<string, Operation>;
  /** as the file writes them */
  paths: string[];
}

export function readContract(path: string): Contract {
  const { paths, components } = file.parse(parse(readFileSync(path, 'utf8')));
  const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true, logger: false }));
  ajv.addSchema({ $id: 'graph', components: { schemas: closedAll(components.schemas) } });
  const compile = (schema: Schema): Check => {
    let compiled: ValidateFunction | undefined;
    return () => {
      compiled ??= ajv.compile(within(closed(schema, components.schemas)));
      return compiled;
    };
  };
  const resolve = (part: Record<string, unknown>) => resolved(part, components);
  const operations = new Map<string, Operation>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, given] of Object.entries(methods)) {
      if (method === 'parameters') continue;
      const { parameters = [], requestBody, responses } = operation.parse(given);
      const bodySchema = requestBody?.content?.['application/json']?.schema;
      operations.set(`${method.toUpperCase()} ${path}`, {
        parameters: parameters.map((one) =>
          z.looseObject({ name: z.string(), in: z.string() }).parse(resolve(one)),
        ),
        body: bodySchema === undefined ? null : compile(bodySchema),
        bodyRequired: requestBody?.required ?? false,
        answers: new Map(
          Object.entries(responses).map(([status, response]) => {
            const schema = media.parse(resolve(response)).content?.['application/json']?.schema;
            return [Number(status), schema === undefined ? null : compile(schema)];
          }),
        ),
        selectable: selectableOf(media.parse(resolve(responses['200'] ?? {})), components.schemas),
      });
    }
  }
  return { operations, paths: Object.keys(paths) };
}

function closedAll(schemas: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, closed(schema, schemas)]));
}

/**
 * Objects may have what they and the types they extend declare, annotations and nothing else, unless Microsoft left
 * them open. `nullable` becomes a type of its own.
 */
function closed(schema: Schema, all: Record<string, Schema>): Schema {
  if (schema.nullable === true) {
    const { nullable: _, ...rest } = schema;
    return { anyOf: [closed(rest, all), { type: 'null' }] };
  }
  if (Array.isArray(schema.anyOf)) return { anyOf: choices(schema.anyOf as Schema[], all) };
  const object = flat(schema, all);
  if (object.properties === undefined) {
    return object.items === undefined ? object : { ...object, items: closed(object.items as Schema, all) };
  }
  const properties = Object.entries(object.properties as Record<string, Schema>);
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map(([name, one]) => [name, closed(one, all)])),
    required: object.required ?? [],
    ...(object.additionalProperties === undefined
      ? { patternProperties: { '@odata\\.': {} }, additionalProperties: false }
      : { additionalProperties: object.additionalProperties }),
  };
}

/** Beside a type, `any object or null` only says that it may be null; of enumerations any word may come later. */
function choices(options: Schema[], all: Record<string, Schema>): Schema[] {
  const hasType = options.some(({ $ref }) => $ref !== undefined);
  return options.map((one) =>
    hasType && one.type === 'object' && one.properties === undefined ? { type: 'null' } : closed(one, all),
  );
}

/** What a type extends becomes part of it. */
function flat(schema: Schema, all: Record<string, Schema>): Schema {
  if (!Array.isArray(schema.allOf)) return schema;
  const parts = (schema.allOf as Schema[]).map((part) => flat(target(part, all), all));
  // Words and numbers are described so too, not only objects.
  if (parts.every(({ properties }) => properties === undefined)) return { allOf: parts };
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
    required: parts.flatMap(({ required }) => (required as string[] | undefined) ?? []),
    additionalProperties: parts.map((part) => part.additionalProperties).find((open) => open !== undefined),
  };
}

function target(schema: Schema, all: Record<string, Schema>): Schema {
  if (typeof schema.$ref !== 'string') return schema;
  const found = all[schema.$ref.replace('#/components/schemas/', '')];
  if (found === undefined) throw new Error(`The contract has no ${schema.$ref}`);
  return found;
}

function resolved(
  part: Record<string, unknown>,
  components: Record<string, unknown>,
): Record<string, unknown> {
  if (typeof part.$ref !== 'string') return part;
  const [kind = '', name = ''] = part.$ref.replace('#/components/', '').split('/');
  return z.record(z.string(), z.looseObject({})).parse(components[kind])[name] ?? {};
}

/** References lead into the file they are from. */
function within(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"graph#/components/'));
}

function selectableOf(
  { content }: z.infer<typeof media>,
  all: Record<string, Schema>,
): ReadonlySet<string> | null {
  const schema = content?.['application/json']?.schema;
  if (schema === undefined) return null;
  const answer = flat(target(schema, all), all);
  const list = (answer.properties as Record<string, Schema> | undefined)?.value;
  const item = list?.items === undefined ? answer : flat(target(list.items as Schema, all), all);
  return new Set(Object.keys((item.properties as Schema | undefined) ?? {}));
}
