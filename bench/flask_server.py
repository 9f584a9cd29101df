"""The tutorial's server, for orientation: Flask, torchvision's DenseNet-121, POST /predict. The bench starts it.

    python3 flask_server.py PORT WEIGHTS_FOLDER CLASS_INDEX
"""
import io
import json
import os
import sys
from pathlib import Path

import numpy as np
import torch
import torchvision
from flask import Flask, jsonify, request
from PIL import Image
from torchvision import transforms

port, folder = int(sys.argv[1]), Path(sys.argv[2])
class_index = list(json.loads(Path(sys.argv[3]).read_text()).items())
values = np.fromfile(folder / "weights.bin", "<f4")
keras = {
    entry["name"]: values[entry["offset"] :][: int(np.prod(entry["shape"]))].reshape(entry["shape"])
    for entry in json.loads((folder / "weights.json").read_text())
}

state = {}


def norm(source, target):
    names = {"gamma": "weight", "beta": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}
    for name, theirs in names.items():
        state[f"{target}.{theirs}"] = keras[f"{source}/{name}"]


def conv(source, target):
    state[f"{target}.weight"] = keras[f"{source}/kernel"].transpose(3, 2, 0, 1)


conv("conv1/conv", "features.conv0")
norm("conv1/bn", "features.norm0")
for block, layers in enumerate((6, 12, 24, 16), 1):
    for layer in range(1, layers + 1):
        source, target = f"conv{block + 1}_block{layer}", f"features.denseblock{block}.denselayer{layer}"
        norm(f"{source}_0_bn", f"{target}.norm1")
        conv(f"{source}_1_conv", f"{target}.conv1")
        norm(f"{source}_1_bn", f"{target}.norm2")
        conv(f"{source}_2_conv", f"{target}.conv2")
    if block < 4:
        norm(f"pool{block + 1}_bn", f"features.transition{block}.norm")
        conv(f"pool{block + 1}_conv", f"features.transition{block}.conv")
norm("bn", "features.norm5")
state["classifier.weight"], state["classifier.bias"] = keras["fc1000/kernel"].T, keras["fc1000/bias"]

model = torchvision.models.densenet121(weights=None)
model.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()}, strict=False)
model.eval()
torch.set_num_threads(os.cpu_count() or 1)  # Debian's takes one
prepare = transforms.Compose(
    [
        transforms.Resize(255),
        transforms.CenterCrop(224),
        transforms.ToTensor(),
        transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ]
)
app = Flask(__name__)


@app.route("/predict", methods=["POST"])
def predict():
    image = Image.open(io.BytesIO(request.files["file"].read())).convert("RGB")
    with torch.no_grad():
        best = model(prepare(image).unsqueeze(0))[0].argmax().item()
    class_id, class_name = class_index[best]
    return jsonify(class_id=class_id, class_name=class_name)


print("torch", torch.__version__, "threads", torch.get_num_threads(), flush=True)
app.run(port=port)
