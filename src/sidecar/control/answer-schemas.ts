import { findingSchema } from '../../findings/finding.generated.js';
import { incidentSchema } from '../../findings/incidents/incident.generated.js';
import { trafficDigestSchema } from '../digest/digest.generated.js';
import { statusSchema } from '../status.generated.js';

/** Incidents in one answer. */
export const MAX_INCIDENTS = 20;

/** The schema that `FindingsAnswer` follows; a finding's own schema stands in it whole. */
export const findingsAnswerSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['findings', 'skippedLines'],
  properties: {
    findings: {
      type: 'array',
      description: 'Newest first. Each is one clawsec-traffic-finding/v1.',
      items: {
        type: 'object',
        additionalProperties: findingSchema.additionalProperties,
        required: findingSchema.required,
        properties: findingSchema.properties,
      },
    },
    nextCursor: {
      type: 'string',
      maxLength: 200,
      description: 'Give it back as "cursor" to go on; absent when everything was looked at.',
    },
    skippedLines: {
      type: 'integer',
      minimum: 0,
      description: 'Lines of the journal that could not be read as findings.',
    },
    incidents: {
      type: 'array',
      description: `The newest ${MAX_INCIDENTS} incidents, newest first; present when they were asked for.`,
      items: {
        type: 'object',
        description: incidentSchema.description,
        additionalProperties: incidentSchema.additionalProperties,
        required: incidentSchema.required,
        properties: incidentSchema.properties,
      },
    },
  },
} as const;

/** The schema that `StatusAnswer` follows; the digest's own schema stands in it whole. */
export const statusAnswerSchema = {
  type: 'object',
  description: statusSchema.description,
  additionalProperties: false,
  required: statusSchema.required,
  properties: {
    ...statusSchema.properties,
    digest_24h: {
      type: 'object',
      description: `${trafficDigestSchema.description} Of 24 hours; present when it was asked for.`,
      additionalProperties: false,
      required: trafficDigestSchema.required,
      properties: trafficDigestSchema.properties,
    },
  },
} as const;
