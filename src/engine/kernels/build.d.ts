/** 1 in the build whose relaxed dot product is split, set by the compiler's option `--use`. */
declare const SPLIT: i32
