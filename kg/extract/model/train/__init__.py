"""Training of the models in `kg/extract/model` (extra `train`: PyTorch and onnx)."""
