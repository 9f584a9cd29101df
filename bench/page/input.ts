/** torchvision's preprocessing of ImageNet: mean and standard deviation, RGB. */
export const INPUT = {
  size: 224,
  mean: [0.485, 0.456, 0.406] as [number, number, number],
  std: [0.229, 0.224, 0.225] as [number, number, number],
}
