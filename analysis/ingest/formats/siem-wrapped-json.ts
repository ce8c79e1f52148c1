import {
  type Format,
  type JsonSample,
  lookAt,
  looksLikeAuditData,
  objectAt,
  type Sample,
} from '../format.ts';

/** Where SIEMs keep the event; the untouched original goes first. (h) */
const PLACES = [
  '$.event.original',
  '$._source.event.original',
  '$."event.original"',
  '$._source.o365audit',
  '$._source.o365.audit',
  '$.o365audit',
  '$.o365.audit',
  '$._source.data.office365',
  '$.data.office365',
  '$.office365',
  '$.result._raw',
  '$._raw',
  '$.RawEventData',
];

/** Elastic, Wazuh, Splunk and Defender JSON: the audit data wrapped in the SIEM's own document. */
export const format: Format = {
  format: 'siem-wrapped-json',
  precedence: 35,
  recognise: (sample) => sample.kind === 'json' && placesIn(sample).length > 0,
  auditData: (sample: Sample) =>
    sample.kind === 'json'
      ? `coalesce(${placesIn(sample)
          .map((place) => objectAt(place))
          .join(', ')}, NULL)`
      : 'NULL',
};

function placesIn(sample: JsonSample): string[] {
  return PLACES.filter((place) =>
    sample.elements.some((element) => looksLikeAuditData(lookAt(element, place))),
  );
}
