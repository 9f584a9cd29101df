import type { PrivacyWords } from './en.ts'

/** 简体中文 */
export const zh: PrivacyWords = {
  title: '隐私',
  lead: '照片在这台设备上识别。您不必相信任何人的说法：这由浏览器强制执行，您也可以自行验证。',
  close: '关闭',

  refused: {
    title: '浏览器禁止此页面做的事',
    hosts: '连接任何其他主机：无论通过请求、套接字、信标、图像、字体、表单，还是内容安全策略所知的其他方式。',
    scripts: '运行并非来自此站点的脚本，或由文本拼成的脚本。',
    frames: '显示在其他网站的框架中，以免被仿冒。',
    devices: '使用摄像头、麦克风、位置、USB 等，甚至请求使用它们。',
    served: 'Service Worker 随每个文件发送此策略，包括处理照片的脚本。',
    inherited: '在此窗口中，策略写在页面本身里，处理照片的线程会继承它。',
    none: '开发服务器不发送策略，构建后的站点会发送。',
    exact: '策略原文',
  },

  selfTest: {
    title: '让它试试',
    note: '此页面以及与处理照片相同的线程，将用脚本可用的每一种方式，真正尝试把 “probe” 一词发送到 example.com。浏览器控制台会显示拒绝记录。',
    run: '运行测试',
    again: '再次运行',
    running: '正在尝试…',
    way: '方式',
    page: '页面',
    worker: '照片线程',
    results: {
      refused: '已拒绝',
      unclear: '不明确',
      sent: '已发出',
      absent: '不存在',
    },
    allRefused: '浏览器拒绝了所有尝试。',
    unclear: (count) => `${count} 次因其他原因失败，例如飞行模式或拦截程序。这不能证明任何一方。`,
    sent: '有内容发出了。请不要把照片交给此页面，并告知站点的运营者。',
    failed: '测试无法运行：',
  },

  requests: {
    title: '请求了什么',
    note: '自页面打开以来的所有请求，由 Service Worker 和浏览器列出，也包括此站点的其他标签页，但不含浏览器为检查新版本而自行获取的内容。得出第一个结果后，页面会获取示例图片，以便离线使用。',
    noteUnserved:
      '这是浏览器告诉此页面的请求。没有 Service Worker 时，它不知道照片线程请求了什么，请在开发者工具中查看。',
    photo: '可能携带照片的网络请求（GET 除外）',
    uncounted: '此处无法统计',
    how: '依据：只有 Service Worker 能访问网络，它只向此站点的主机发送不带正文的 GET 请求。按下面的步骤验证，无需相信此页面。',
    network: '到达网络',
    device: '由本设备应答',
    refused: '已拒绝',
    unknown: '仅浏览器可见',
    list: '请求列表',
    method: '方法',
    path: '路径',
    size: '字节',
    by: '应答者',
    from: {
      cache: '本设备',
      page: '此页面',
      network: '网络',
      refused: '已拒绝',
      browser: '浏览器',
    },
    unknownValue: '未知',
    refresh: '刷新列表',
  },

  check: {
    title: '自行验证，只需三步',
    steps: [
      '打开开发者工具（F12，Mac 上为 ⌥⌘I），选择“网络”，然后识别一张照片。不会出现携带照片的请求。',
      '当页面底部显示“可以离线使用”时，打开飞行模式，重新加载，再识别另一张照片。它照常工作，因为无需发送任何内容。',
      '恢复联网后，在开发者工具的控制台输入 fetch("https://example.com")。浏览器会拒绝，并指出是哪条策略。',
    ],
  },

  limits: {
    title: '不在保证范围内的',
    items: [
      '提供此站点的主机会像所有网络服务器一样记录：您的 IP 地址、时间，以及获取了哪些文件。',
      '策略允许向此站点自己的主机发出请求，因为页面和模型来自那里。上面的列表会显示这些请求。',
      '策略无法阻止页面跳转到其他地址，也不管理 WebRTC。此页面两者都不做。',
      '浏览器扩展可以查看和修改您允许其访问的任何页面。',
      '在普通静态主机上，没有任何标头能约束 Service Worker 本身。因此它保持精简，一次即可读完；它只通过 own-fetch.ts 发出请求，那里只放行发往自己主机的 GET 请求，并有测试证明。',
    ],
  },

  stored: {
    title: '这台设备上存储了什么',
    note: '供离线使用的页面、示例图片和模型，以及您的设置。不存储照片的任何内容。拍摄地点和时间（EXIF）不会发送、不会显示，也不在您复制的结果中。',
    offline: '离线',
    checking: '正在检查',
    used: '占用空间',
    unknown: '浏览器未告知',
    lasting: '保留多久',
    persistent: '直到您删除：浏览器已同意',
    transient: '直到浏览器需要空间',
    unavailable: {
      unsupported: '此浏览器窗口没有 Service Worker，隐私窗口通常如此。',
      blocked: '此浏览器窗口不允许 Service Worker。',
      failed: '无法安装 Service Worker。重新加载可能有帮助。',
    },
    lost: '因此失去：离线使用、多线程和 POST predict。照片仍可识别。',
    notKept: '浏览器无法保存模型，下次访问时会重新下载：',
    erase: '删除所有存储的内容',
    confirm: '要从这台设备删除页面、模型和您的设置吗？下次访问时会重新下载。',
    yes: '删除',
    no: '保留',
    erasing: '正在删除…',
    erased:
      '已删除：页面、模型和您的设置。此标签页会在内存中继续工作，直到关闭。浏览器自己的网页缓存请在浏览器设置中清除。',
    unstopped: '已删除，但此站点的另一个标签页未及时停止，可能会再次存储内容。请关闭它，然后再删除一次。',
    eraseAgain: '再删除一次',
    erasedElsewhere:
      '另一个标签页正在删除所有已存储的内容。此标签页不再存储任何内容，并在关闭前继续从内存运行。',
    failures: '以下内容无法删除：',
  },

  licences: '所含组件的许可证',

  developers: {
    title: '面向开发者',
    note: 'POST predict 的应答与 REST 教程的服务器相同，但在此浏览器内完成：Service Worker 把文件交给此页面，不访问网络。只有同源脚本可以调用。',
    unserved: '它需要 Service Worker，而此窗口没有。',
    field:
      '文件放在 multipart 表单的 “file” 字段中。?top=5 请求前五个答案，取值 1 到 1000。多个 “file” 字段（最多 100 个）按顺序以数组回答。',
    status: '状态',
    meaning: '含义',
    statuses: {
      200: '最可能的类别；带 ?top=5 时为前五个。',
      400: '表单中没有文件，或 top 不是 1 到 1000 的整数。',
      405: '不是 POST。',
      413: '超过 64 MiB，或像素数超出页面的处理能力。',
      415: '不是图像，或此浏览器无法读取。',
      500: '模型无法加载，或在此照片上失败。正文说明原因；等待没有帮助。',
      503: '模型未就绪或没有打开的页面；Retry-After 说明何时再试。',
    },
    errors: '错误正文：',
    snippet: '粘贴到控制台',
    copy: '复制',
    copied: '已复制。',
    refused: '浏览器不允许此页面复制。请选中文本后复制。',
  },
}
