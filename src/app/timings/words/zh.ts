import type { TimingsWords } from './en.ts'

/** 简体中文 */
export const zh: TimingsWords = {
  total: '从文件到答案',
  chart: (parts) => `按比例绘制：${parts}`,
  part: (name, time) => `${name} ${time}`,
  hint: '展开每个步骤可查看说明。',
  steps: {
    decode: {
      name: '解码',
      text: '浏览器把文件（JPEG、PNG 等）解成像素，按相机记录的方向摆正，并把颜色转换为 sRGB。照片越大，用时越长。',
    },
    preprocess: {
      name: '缩放与裁剪',
      text: '把短边缩到 255 像素，再裁出 224 × 224，运算与 Python 库 Pillow 逐位一致。然后把颜色变成以零为中心的数字。',
    },
    inference: {
      name: '网络推理',
      text: '计算 DenseNet 的 121 层：每个裁剪约 28 亿次乘加，对每张照片都一样，用时取决于设备。',
    },
  },
  looks: (count) => `这里网络依次看了 ${count} 个裁剪。`,
  waiting: '等待模型下载或启动的时间不计在内。',
  backend: '计算方式',
  model: '模型',
  variants: {
    int8: 'DenseNet-121，小文件：8 位权重',
    fp16: 'DenseNet-121，精确：16 位权重',
  },
  variant: (id) => `DenseNet-121，${id}`,
  dimensions: '照片',
}
