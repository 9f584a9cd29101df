import type { GroupWords } from './en.ts'

export const zh: GroupWords = {
  groups: {
    lead: '网络认识的每一种事物都属于某些分组。一个分组的概率，是其中所有种类的概率之和。',
    tree: '按分组显示的结果',
    others: (count) => `其他 ${count} 种`,
    other: '其他 1 种',
    hint: '像文件夹列表一样，用方向键移动和展开。',
    known: '全部 1000 种',
  },
  catOrDog: {
    cat: '猫',
    dog: '狗',
    answer: (cat, dog) => `这张图像有 ${cat}% 是猫，${dog}% 是狗。`,
    neither: '这张图像既不是猫也不是狗。',
    neitherNote: (both, threshold) =>
      `家猫和狗合计只占概率的 ${both}，低于 ${threshold}，因此比较两者的比例没有意义。`,
    note: (cat, dog, rest) =>
      `两个数字是彼此之间的比例。在全部概率中，5 种家猫占 ${cat}，118 个犬种占 ${dog}，其余占 ${rest}。`,
  },
  known: {
    title: '我认识的一切',
    close: '关闭',
    lead: '网络只从照片中学会了这 1000 种事物。无论照片里是什么，它都只能与这些作比较。',
    search: '搜索',
    searchHint: '请用英文，例如 “dog” 或 “Felis”。',
    found: (count) => `1000 种中的 ${count} 种`,
    none: '1000 种中没有这样的名称。',
    tree: '分组显示的 1000 种事物',
    withAnswer: '百分比来自当前照片。',
    source: '名称和分组取自 WordNet 3.0，并为本页面做了精简。',
    licence: 'WordNet 许可协议',
  },
}
