/** `odradek adopt`: a data folder that Apache Kafka wrote becomes one that this broker serves. */
import { CommandError, ExitCode } from '../exit.ts'

export async function adopt(folder: string): Promise<void> {
  throw new CommandError(ExitCode.FAILED, `${folder}: taking over a folder is not served by this version yet`)
}
