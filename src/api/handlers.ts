/** Every API key that is served. ApiVersions is computed from this list. */
import { handler as produce } from './000-produce.ts'
import { handler as fetch } from './001-fetch.ts'
import { handler as metadata } from './003-metadata.ts'
import { handler as apiVersions } from './018-api-versions.ts'
import type { Handler } from './handler.ts'

export const handlers: readonly Handler[] = [produce, fetch, metadata, apiVersions]
