import type { GridWords } from './en.ts'

/** 한국어 */
export const ko: GridWords = {
  title: '내 사진',
  keys: '화살표 키로 이동하고, Enter로 열고, 스페이스바로 선택하고, Delete로 선택한 사진을 목록에서 뺍니다.',

  progress: {
    label: '분류한 사진',
    done: (done, all) => `${all}장 중 ${done}장`,
    pace: (rate) => `초당 ${rate}장`,
    left: {
      seconds: '1분 미만 남음',
      minutes: (count) => `약 ${count}분 남음`,
      hours: (count) => `약 ${count}시간 남음`,
    },
    pause: '일시 정지',
    resume: '계속',
    cancel: '취소',
    paused: '일시 정지됨',
    retry: (count) => `다시 시도: ${count}장`,
    finished: (count) => `사진 ${count}장을 모두 분류했습니다.`,
  },

  filter: {
    label: '답의 확실성',
    all: '전체',
    certain: '거의 확실함',
    likely: '가능성 높음',
    unsure: '불확실함',
    failed: '실패',
    open: '답 없음',
    shows: '찍힌 것',
    anything: '모두',
    groups: '그룹',
    kinds: '종류',
    text: '이름과 답 검색',
    sort: '정렬',
    nothing: '조건에 맞는 사진이 없습니다. 다른 조건을 고르세요.',
    clear: '모두 보기',
  },

  sort: {
    added: '추가한 순서',
    name: '이름순',
    newest: '최신순',
    kind: '답 이름순',
    sure: '확실한 것부터',
    unsure: '불확실한 것부터',
  },

  tile: {
    select: (name) => `${name} 선택`,
    waiting: '기다리는 중',
    asked: '살펴보는 중',
    cancelled: '취소됨',
    unrecognised: '알아보지 못함',
    same: (name) => `같은 파일: ${name}`,
  },

  selection: {
    count: (count) => `${count}장 선택함`,
    all: '모두 선택',
    none: '선택 해제',
    remove: '목록에서 빼기',
    removed: (count) => `목록에서 뺀 사진: ${count}장`,
    undo: '되돌리기',
  },

  save: {
    as: '결과 저장 형식',
    format: {
      csv: '표 (CSV)',
      'json-lines': 'JSON Lines',
      'json-best': 'JSON, 1순위 결과만',
      'json-ranked': 'JSON, 상위 5개',
      list: '파일 이름 목록',
      xmp: '사진 프로그램용 키워드 (XMP, a.jpg.xmp)',
      'xmp-stem': '사진 프로그램용 키워드 (XMP, a.xmp)',
    },
    save: (count) => `${count}개 저장`,
    failed: '파일을 만들지 못했습니다. 사진을 더 적게 고르거나 온라인 상태에서 다시 시도하세요.',
  },

  step: {
    label: '사진 넘기기',
    back: '모든 사진',
    before: '이전 사진',
    next: '다음 사진',
    place: (place, all) => `${all}장 중 ${place}번째`,
  },
}
