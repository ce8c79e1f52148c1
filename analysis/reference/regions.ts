/**
 * Parts of the world, by ISO 3166 codes, so coarse that between two that do not touch lie half a day and more from door
 * to door: nobody reads mail in both on the same day, day after day.
 */
const COUNTRIES = {
  'north america': 'US CA GL PM BM',
  'middle america':
    'MX GT BZ SV HN NI CR PA CU JM HT DO PR VI VG AI AG AW BB BL BQ BS CW DM GD GP KN KY LC MF MQ MS SX TC TT VC CO VE EC GY SR GF PE',
  'south america': 'BR AR CL UY PY BO FK',
  europe:
    'AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK',
  'north africa and near east': 'DZ EG EH LY MA SD TN AE BH IL IQ IR JO KW LB OM PS QA SA SY YE',
  africa:
    'AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW KE KM LR LS MG ML MR MU MW MZ NA NE NG RE RW SC SH SL SN SO SS ST SZ TD TG TZ UG YT ZA ZM ZW',
  'central asia': 'AM AZ GE KZ KG TJ TM UZ MN',
  'south asia': 'AF PK IN BD LK NP BT MV',
  'east asia': 'CN JP KR KP TW HK MO VN LA KH TH MM MY SG ID PH BN TL',
  oceania: 'AU NZ PG FJ NC VU SB WS TO PF CK NU KI NR TV TK WF AS',
} as const;

type Region = keyof typeof COUNTRIES;

const TOUCHING: [Region, Region][] = [
  ['north america', 'middle america'],
  ['middle america', 'south america'],
  ['europe', 'north africa and near east'],
  ['europe', 'central asia'],
  // Russia reaches both.
  ['europe', 'east asia'],
  ['north africa and near east', 'africa'],
  ['north africa and near east', 'central asia'],
  ['north africa and near east', 'south asia'],
  ['central asia', 'south asia'],
  ['central asia', 'east asia'],
  ['south asia', 'east asia'],
  ['east asia', 'oceania'],
];

/** Country and region; a country that is not among them is far from nowhere. */
export const COUNTRY_REGIONS: [country: string, region: string][] = Object.entries(COUNTRIES).flatMap(
  ([region, codes]) => codes.split(' ').map((code): [string, string] => [code, region]),
);

/** Regions that do not touch, both ways. */
export const FAR_REGIONS: [one: string, other: string][] = Object.keys(COUNTRIES).flatMap((one) =>
  Object.keys(COUNTRIES)
    .filter(
      (other) =>
        other !== one &&
        !TOUCHING.some((pair) => pair.includes(one as Region) && pair.includes(other as Region)),
    )
    .map((other): [string, string] => [one, other]),
);
