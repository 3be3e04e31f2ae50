import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import type { GuardianTool } from './tool.js';
import { checkConfigTool } from './tools/check-config.js';
import { findingsTool } from './tools/findings.js';
import { statusTool } from './tools/status.js';

/** All tools that there are. */
export const guardianTools: readonly GuardianTool[] = [statusTool, findingsTool, checkConfigTool];

/** How they are announced. */
export const tools: readonly Tool[] = guardianTools.map(({ definition }) => definition);
