import type { ModelInput } from './manifest.ts'

/**
 * How torchvision prepares a photo for its ImageNet models: `Resize(255)` and `CenterCrop(224)` of its tutorials, then
 * `Normalize`. The one network input that the page knows: a photo's crop can be shown before the model is there.
 */
export const IMAGENET: Omit<ModelInput, 'name'> = {
  size: 224,
  resize: 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
}
