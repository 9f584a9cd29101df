import type { TakeWords } from './en.ts'

/** 简体中文 */
export const zh: TakeWords = {
  text: '复制为文本',
  picture: '复制为图片',
  save: '保存图片',
  share: '分享…',
  print: '打印',
  textLabel: '文本格式的结果',
  preview: (title) => `图片：您的照片和答案，${title}`,
  withMap: '附上依据图：',
  map: (name) => `颜色：照片中哪些地方支持 ${name}`,
  footer: (photo, model, date) => `${photo}，由 ${model} 在浏览器中识别，${date}`,
  copied: '已复制。',
  saved: '已保存到下载文件夹。',
  shared: '已交给所选应用。',
  refused: '浏览器不允许此页面复制图片。请改为保存。',
  notShared: '无法分享。请改为保存图片。',
  failed: '无法生成图片：',
  noisy: '为防止您被识别，此浏览器会打乱网页生成的所有图片，因此答案只能复制为文本或打印。',
  note: '图片在此设备上生成，只有当您用自己选择的应用分享时才会离开设备。',
}
