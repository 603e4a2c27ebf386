/**
 * UpdateFeatures 0–2. Version 1 brought the type of an upgrade and dry runs; before it an update is an upgrade. Only the
 * controller serves it. Versions 0 and 1 answer each feature, with the words that Apache 4 has there.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { UpdateFeaturesRequest, UpdateFeaturesResponseInput } from '../protocol/generated/057-update-features.js'
import type { Handler } from './handler.ts'

export const handler: Handler<UpdateFeaturesRequest, UpdateFeaturesResponseInput> = {
  apiKey: ApiKey.UpdateFeatures,
  minVersion: 0,
  maxVersion: 2,
  async handle(request, context, services) {
    const updates = request.featureUpdates.map(({ feature, maxVersionLevel, upgradeType }) => ({
      feature,
      level: maxVersionLevel,
      upgradeType,
    }))
    const { error, message } = await services.controller.updateFeatures(updates, request.validateOnly)
    if (error !== ErrorCode.NONE) return { errorCode: error, errorMessage: message, results: [] }
    // Who asks next finds it in effect here.
    if (!request.validateOnly) await services.features.refresh()
    const results =
      context.apiVersion >= 2
        ? []
        : [...new Set(updates.map(({ feature }) => feature))].map((feature) => ({
            feature,
            errorCode: ErrorCode.NONE,
            errorMessage: 'NONE',
          }))
    return { errorCode: ErrorCode.NONE, errorMessage: null, results }
  },
}
