import type { Words } from './en.ts'

/** 简体中文 */
export const zh: Words = {
  title: '私密图像分类器',
  name: ['私密', '图像分类器'],
  skip: '跳到照片',

  intro: {
    title: '照片里是什么？',
    sentence: '选一张照片，运行在此浏览器标签页内的神经网络就会从一千种事物中说出它拍的是什么。',
  },

  pick: {
    choose: '选择照片',
    another: '换一张照片',
    /** Beside the photos that are there. */
    more: '添加照片',
    folder: '选择文件夹',
    hint: (keys) => `也可以把照片拖到页面任意位置，或按 ${keys} 粘贴。`,
    drop: '松开即可，照片不会离开这台设备',
    /** Why no photo has come. */
    notices: {
      'nothing-pasted': '剪贴板里没有图像。请复制图像本身（而不是链接或文件路径），然后再粘贴。',
      'not-received': '浏览器没有交出该文件。请重新选择，或选择它的副本。',
    },
  },

  samples: {
    title: '手边没有照片？试试这些。',
    failed: '无法加载这张图片。请检查网络连接后重试。',
    credits: '图片来源',
    licence: '来自 Getty 开放内容计划，属于公有领域（CC0）。',
  },

  photo: {
    alt: (name) => `您的照片：${name}`,
    pasted: '粘贴的图像',
    unnamed: '照片',
    size: (width, height) => `${width} × ${height} 像素`,
    noPreview: '此浏览器无法预览该文件。',
    crop: '网络看到的画面',
    cropAlt: '照片中网络看到的部分',
    cropNote: '照片的中间部分，缩小为 224 × 224 像素。',
    cropWaiting: '正在截取中间部分',
  },

  model: {
    loading: '正在加载模型',
    progress: (loaded, total, percent) => `${loaded} / ${total}，${percent}`,
    starting: '正在启动模型',
    ready: '已就绪',
    pause: '暂停',
    resume: '继续',
    paused: '已暂停',
    metered: '模型尚未加载',
    meteredNote: (size) => `您的连接已开启省流量模式。加载模型需要 ${size}；没有模型就无法识别照片。`,
    load: '立即加载',
    notKept: '未能保留模型供下次访问使用：',
  },

  working: {
    title: '正在识别照片',
    waiting: '正在等待模型',
    waitingNote: '模型就绪后会立即识别这张照片。',
    kept: '照片已保留',
    keptNote: '模型可用后会立即识别。',
  },

  answer: {
    eyebrow: '这张照片最可能是',
    confidence: { certain: '几乎可以肯定', likely: '很可能', guess: '只是猜测' },
    sure: (percent, confidence) => `${percent}，${confidence}`,
    group: (name) => name,
    breedUncertain: '品种不确定',
    kindUncertain: '具体种类不确定',
    bestGuess: '，最接近的猜测是 ',
    unrecognised: '认不出这是什么',
    unrecognisedReason: '我只认识 1000 种事物，其中没有一种足够吻合。',
    nearest: (percent) => ['最接近的是 ', `，${percent}。`],
    known: '查看我认识的所有事物',
    list: '最可能的答案',
    listHint: '指向或点按一个答案，即可看到照片中支持它的部分。',
    showTen: '显示十个',
    showFive: '只显示五个',
    made: (backend, time) => `在此设备上计算：${backend}，${time}。`,
    decoded: '此浏览器会给画布加入噪声，因此照片用另一种方式解码。',
    libheif: (size) =>
      `此浏览器不支持 HEIC，因此照片由 libheif 解码。它只在遇到这类照片时下载（${size}），并忽略颜色配置文件。`,
    offer: (name, size) => `${name} 在这里可能更快。确认需要下载 ${size}。`,
    measure: '在此设备上测量',
  },

  views: {
    title: '仔细看看',
    groups: '分组',
    catOrDog: '猫还是狗',
    compare: '比较',
    take: '带走结果',
    timings: '用时',
  },

  backend: {
    engine: '自研引擎',
    wasm: 'WebAssembly',
    webgpu: 'WebGPU',
    threads: (name, _count, text) => `${name}，${text} 个线程`,
    left: (name) => `未使用 ${name}，原因：`,
  },

  copy: {
    heading: '带走结果',
    five: '复制为 JSON',
    best: '只复制第一个答案',
    done: '已复制。',
    refused: (keys) => `浏览器不允许此页面复制。文本已选中，请按 ${keys}。`,
    text: 'JSON 格式的结果',
  },

  problem: {
    retry: '重试',
    details: '技术细节',
    tried: '已尝试',
    remedy: '解决办法',
    texts: {
      'not-an-image': {
        title: '这个文件不是图像',
        advice: '请选择照片文件，例如 JPEG、PNG、WebP、AVIF 或 GIF。',
      },
      'damaged-image': {
        title: '图像已损坏',
        advice: '文件开头像是图像，但浏览器无法读取。请用其他程序打开并重新保存，或换一张照片。',
      },
      'unsupported-image': {
        title: '此浏览器无法读取这种图像',
        advice:
          '大多数浏览器不支持 TIFF 和相机 RAW 文件；HEIC 照片需要先下载本页面的一个部件。请另存为 JPEG 或 PNG 后再选择。',
      },
      'image-too-large': {
        title: '图像太大',
        advice: '像素数超出了此页面的处理能力。请用其他程序制作一个较小的副本再选择。',
      },
      'canvas-noise': {
        title: '此浏览器会改动照片的像素',
        advice:
          '为防止跟踪，它会在页面从画布读取的数据中加入噪点，这样得到的答案是错的。请允许本站读取画布数据，或在联网时选择 JPEG、PNG、WebP、AVIF 文件。',
      },
      'model-missing': {
        title: '缺少模型',
        advice: '此站点安装时没有附带训练好的网络，因此暂时无法识别照片。',
      },
      'model-corrupt': {
        title: '模型文件已损坏',
        advice: '收到的文件与发布的不一致，因此不会使用。请重试；如果仍然如此，站点需要重新发布。',
      },
      'page-outdated': {
        title: '此页面是旧版本',
        advice: '页面打开后网站已更新。请重新加载页面；已选择的照片需要重新选择。',
      },
      network: {
        title: '无法下载模型',
        advice: '请检查网络连接后重试。已选择的照片会保留，届时自动识别。',
      },
      'no-webassembly': {
        title: 'WebAssembly 已被关闭',
        advice:
          '神经网络需要 WebAssembly。某些保护模式会将其禁用：请为此页面启用，或使用最新版的 Chrome、Edge、Firefox 或 Safari。',
      },
      'unsupported-browser': {
        title: '此浏览器缺少页面所需的功能',
        advice: '请更新浏览器，或使用最新版的 Chrome、Edge、Firefox 或 Safari。',
      },
      'worker-blocked': {
        title: '浏览器拒绝启动分类器',
        advice: '某个扩展程序或安全策略禁止了负责计算的部分。请允许本站的脚本，或换一个浏览器窗口再试。',
      },
      'inference-failed': {
        title: '网络未能完成计算',
        advice: '多半是设备内存不足。请关闭其他标签页后重试。',
      },
      internal: {
        title: '页面出了问题',
        advice: '这是页面的错误，与您无关。请重试；如果仍然如此，请重新加载页面。',
      },
    },
  },

  settings: {
    open: '设置',
    language: '语言',
  },

  footer: {
    privacy: '照片只留在此浏览器标签页中：识别在您的设备上完成，此页面不会发送照片的任何内容。',
    made: '在 ImageNet 上训练的 DenseNet-121，由自研引擎和 ONNX Runtime Web 运行。',
    limits: '它只认识 1000 种事物，其他东西可能会被误认作其中之一。',
  },

  site: {
    privacy: '隐私',
    check: '如何自行验证',
    panelMissing: '无法加载页面的这一部分。请检查网络连接，然后重新加载页面。',
    install: '安装',
    updateAvailable: '有可用更新',
    updateNote: '新版本已存储好，重新加载页面后即可使用。',
    update: '更新',
    updateLater: '照片识别完成后更新',
    updating: '正在更新…',
    offline: {
      ready: '可以离线使用',
      awaited: '模型加载后即可离线使用',
      notKept: '无法离线使用：此处不能保存模型',
      incomplete: (stored, expected) => `暂时无法离线使用：${expected} 个文件中已存储 ${stored} 个`,
      unserved: '重新加载页面后即可离线使用',
      unavailable: '此窗口无法离线使用',
      erased: '已删除所有存储的内容',
      deleting: '正在删除存储的内容',
      development: '开发服务器：无法离线使用',
    },
  },

  announce: {
    done: (answer) => `最可能的答案：${answer}。`,
    none: (nearest) => `最可能的答案：没有足够吻合的。${nearest}`,
    failed: (title, advice) => `${title}。${advice}`,
  },

  percent: (number) => `${number}%`,
  percentBelow: (number) => `低于 ${number}%`,
  percentAbove: (number) => `高于 ${number}%`,
}
