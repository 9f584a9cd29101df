import type { SettingsWords } from './en.ts'

/** 简体中文 */
export const zh: SettingsWords = {
  title: '设置',
  close: '关闭',

  theme: {
    title: '外观',
    system: '跟随系统',
    light: '浅色',
    dark: '深色',
  },

  compute: {
    title: '计算方式',
    auto: '自动',
    notes: {
      auto: '在此设备上答案正确的方式中最快的一种。',
      engine: '专为此页面编写的 8 位运算，在处理器上运行，无需再下载。',
      webgpu: '在图形处理器上运行的 ONNX Runtime，需要浏览器和设备支持。',
      wasm: '在处理器上运行的 ONNX Runtime，所有现代浏览器都能运行。',
    },
    runtime: (size) => `运行时只需下载一次，解压后为 ${size}。`,
    notExact: '不能与精确答案同时使用。',
    stuck: '这种方式在这里无法运行。请选择“自动”以继续。',
  },

  measure: {
    title: '在此设备上测量',
    note: '在这里用一张图片运行每种方式，比较所用时间和答案。只有在您要求时才会测量。',
    download: (name, size) => `测量需要下载一次 ${name}：${size}。`,
    noDownload: '测量无需下载任何内容。',
    running: '正在测量',
    downloading: '正在下载要测量的内容',
    cancel: '取消',
    again: '重新测量',
    failed: '无法测量。',
    way: '方式',
    time: '每个答案的时间',
    difference: '概率相差',
    anotherAnswer: '答案不同',
    fastest: (name) => `这里最快的是 ${name}。`,
    inUse: '它已在使用中。',
    adopt: (name) => `用 ${name} 计算`,
    adopted: '从现在起，下次访问也用它计算。',
  },

  exact: {
    title: '精确答案',
    label: '使用精确的文件',
    buys: (size, exact, small) =>
      `需再下载一次 ${size}，由 ONNX Runtime 运行。在测试照片中，最可能的答案与 PyTorch 相同的有 ${exact}；小文件为 ${small}。`,
    of: (same, photos) => `${photos} 张中的 ${same} 张`,
  },

  accuracy: {
    title: '答案有多准确',
    note: '这里运行网络的每种方式都在测试照片上与 PyTorch 作了比较：最可能的答案有多少相同，其概率平均相差多少。',
    way: '方式',
    same: '答案相同',
    change: '概率相差',
    ways: {
      exact: '精确的文件',
      small: '小文件',
      engine: '小文件，自有引擎',
    },
    points: (number) => `${number} 个百分点`,
    imagenet: (top1, top5) =>
      `网络本身在 ImageNet 的 5 万张测试照片上的准确率（torchvision 公布）：首个答案正确的占 ${top1}，前五个答案包含正确答案的占 ${top5}。`,
  },
}
