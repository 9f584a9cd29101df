import type { ModelFile } from '../../network/manifest.ts'

/**
 * Takes a file's compression away. Static hosts don't compress `.onnx`, so the file itself is compressed.
 * @param bytes as they were downloaded and verified
 * @throws TypeError when they are not what `encoding` says
 */
export async function unpack(
  bytes: Uint8Array<ArrayBuffer>,
  { encoding }: Pick<ModelFile, 'encoding'>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!encoding) return bytes
  const unpacked = new Response(bytes).body?.pipeThrough(new DecompressionStream(encoding))
  return new Uint8Array(await new Response(unpacked).arrayBuffer())
}
