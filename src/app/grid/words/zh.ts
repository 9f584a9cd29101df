import type { GridWords } from './en.ts'

/** 简体中文 */
export const zh: GridWords = {
  title: '您的照片',
  keys: '方向键移动，回车键打开照片，空格键选择，Delete 键移除所选照片。',

  progress: {
    label: '已识别的照片',
    done: (done, all) => `${done} / ${all}`,
    pace: (rate) => `每秒 ${rate} 张`,
    left: {
      seconds: '剩余不到一分钟',
      minutes: (count) => `约剩 ${count} 分钟`,
      hours: (count) => `约剩 ${count} 小时`,
    },
    pause: '暂停',
    resume: '继续',
    cancel: '取消',
    paused: '已暂停',
    retry: (count) => `重试（${count}）`,
    finished: (count) => `${count} 张照片已全部识别完毕。`,
  },

  filter: {
    label: '答案的把握',
    all: '全部',
    certain: '几乎可以肯定',
    likely: '很可能',
    unsure: '不确定',
    failed: '失败',
    open: '未识别',
    shows: '照片内容',
    anything: '不限',
    groups: '类别',
    kinds: '种类',
    text: '搜索文件名和答案',
    sort: '排序',
    nothing: '没有符合条件的照片。请更换筛选条件。',
    clear: '显示全部',
  },

  sort: {
    added: '添加顺序',
    name: '按名称',
    newest: '最新在前',
    kind: '按答案',
    sure: '把握最大的在前',
    unsure: '把握最小的在前',
  },

  tile: {
    select: (name) => `选择 ${name}`,
    waiting: '等待中',
    asked: '正在识别',
    cancelled: '已取消',
    unrecognised: '未能识别',
    same: (name) => `与 ${name} 是同一文件`,
  },

  selection: {
    count: (count) => `已选 ${count} 张`,
    all: '全选',
    none: '取消选择',
    remove: '移除',
    removed: (count) => `已从列表移除 ${count} 张`,
    undo: '撤销',
  },

  save: {
    as: '结果保存格式',
    format: {
      csv: '表格（CSV）',
      'json-lines': 'JSON Lines',
      'json-best': 'JSON，仅最佳结果',
      'json-ranked': 'JSON，前五个结果',
      list: '文件名列表',
      xmp: '照片软件关键词（XMP，a.jpg.xmp）',
      'xmp-stem': '照片软件关键词（XMP，a.xmp）',
    },
    save: (count) => `保存 ${count} 个`,
    failed: '无法生成文件。请少选一些照片，或联网后重试。',
  },

  step: {
    label: '逐张浏览',
    back: '全部照片',
    before: '上一张',
    next: '下一张',
    place: (place, all) => `第 ${place} 张，共 ${all} 张`,
  },
}
