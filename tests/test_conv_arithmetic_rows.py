"""Topic 02: every row of the source inventory that belongs to it is found in the notebook."""
import nbformat
import pytest

from utils import course

TOPIC = course.topic("conv_arithmetic")
ROWS = {  # row of the source inventory → what of it must be found in the notebook, its outputs included
    "A094": "(C / G · K² + 1) · C'", "A095": "MACs: weights times **output** pixels", "A096": "步长", "A097": "宽卷积",
    "A098": "输出尺寸", "A112": "分组卷积", "A116": "深度可分离卷积", "A118": "working set 工作集", "A120": "转置卷积",
    "A135": "LeNet-5, layer by layer", "A136": "连接表", "A137": "AlexNet: key ideas", "A138": "VGG: merits and faults?",
    "F001": "28 · 28 = 784", "F002": "28 · 28 = 784 is one map", "F003": "C1 6 28 4,704 156", "F004": "122,304 connections",
    "F005": "S2 6 14", "F006": "S2 6 14 1,176 12", "F007": "6 · 14 · 14 · 5 = 5,880", "F008": "C3 16 10",
    "F009": "links used: 60 of 96", "F010": "456 + 606 + 303 + 151 = 1,516", "F011": "151,600", "F012": "S4 16 5 400 32",
    "F013": "S4 16 5 400 32 2,000", "F014": "C5 120 1 120 48,120 48,120", "F015": "F6 84 1 84 10,164",
    "F016": "840 fixed weights", "F017": "kernel of 10 101 parameters", "F018": "six 10 × 10 kernels have 606",
    "F019": "dense neuron 10,001", "F020": "(91 × 91 on 100 × 100)", "F021": "784 · 30 + 30 = 23,550",
    "F022": "23,550 / 606 = 38.9", "F032": "589,824", "F033": "2,415,919,104", "F034": "2,686,976 10.25", "F035": "2,304",
    "F036": "9,437,184", "F037": "2,099,456 8.01", "F038": "C: 16 channels, full 2,304",
    "F039": "C: 16 channels, full 2,304 9,437,184", "F040": "133,376 0.51", "F041": "A / B: 256 times the MACs",
    "F042": "ten times faster", "F062": "H' · W'", "F064": "60,965,224", "F066": "244 MB",
    "F068": "27 C² against 49 C²: 45 % fewer", "F069": "18 C² against 25 C²", "F071": "13 + 3 and 16 + 3",
    "F072": "15 and 18 are hidden", "F073": "Kernels 11, 5, 3, 3, 3", "F074": "138,357,544 is a count",
    "F075": "553 MB = 528 MiB", "F076": "102,764,544 parameters, 74.3%", "F077": "at 56 × 56 ResNet-18 has 64 channels",
    "F078": "9,408 weights (64 → 64 would take 200,704)", "F083": "8 · 32 · 3 · 3 · 32 = 73,728",
    "F084": "maps C / G channels to C' / G", "F087": "sizes (4, 4) to (2, 2) and back to (4, 4)",
    "F088": "Pad 2 × 2 by 2 on each side", "F089": "144 + 512 = 656", "F099": "from 9 C² to 27 C²", "F104": "n − K + 1",
    "F105": "so n − 2 becomes n", "F106": "(K_w · K_h · C / G + 1) · C'", "F107": "4.00 times too high", "F108": "gives 109.5",
    "F109": "3, 5, 7 take 1, 2, 3 zeros", "F118": "C1 6 28", "F119": "Six maps have 4,704 activations",
    "F130": "ResNet-50 and ResNet-101", "E001": "4.00 times the right 118,816,768", "E002": "which padding gives 112?",
    "E008": "there is no 7 × 7", "E009": "16 and 19 hidden layers", "E010": "A-LRN", "E011": "VGG uses 140M of memory",
    "E012": "has few features", "E013": "reduces 1,024 neurons to 784", "E014": "A bigger image needs more parameters",
    "E015": "Six feature maps together form one neuron", "E016": "40 times the 606 parameters",
    "E021": "One note has the input size, another the output size", "E022": "Define MAC, FLOP and FLOPS",
    "E023": "A depthwise layer costs 1/256", "E027": "is an upsampling process", "E028": "It restores the shape",
    "E030": "A 1 × 1 convolution replaces the fully connected layer", "E034": "Zero padding is wide convolution",
    "E036": "How many activations does it have per image?", "E037": "4.5 rounds to 5", "E038": "Connections are the work done",
    "E039": "Zero padding gives more feature information", "garbles": "151600151600",
    "Q033": "How does a gradient go back through a convolution?", "Q071": "What is weight sharing?",
    "Q072": "Convolution or cross-correlation", "Q073": "Parameters and cost of a convolution",
    "Q074": "K_w · K_h · C / G, with the size of the *output*", "Q075": "floor((N + 2P − D(F − 1) − 1) / S) + 1",
    "Q076": "What does a larger stride change", "Q077": "change besides the size", "Q078": "kernels nearly always of odd size",
    "Q079": "How is a convolution computed in practice", "Q080": "A mean filter and a difference filter",
    "Q081": "What are 1 × 1 convolutions for?", "Q082": "so its kernel is 7 × 7", "Q088": "replace one 7 × 7",
    "Q089": "replace one 5 × 5", "Q092": "What is a grouped convolution?", "Q093": "8 groups: what is saved?",
    "Q094": "interleaving permutes channels", "Q095": "its steps and weights for 16 → 32", "Q096": "Derive the saving",
    "Q097": "not 256 times faster", "Q099": "Weights grow with the square of K",
    "Q101": "Transposed convolution or deconvolution?", "Q102": "4 × 4 from 2 × 2", "Q103": "Other ways up",
    "Q106": "LeNet-5, layer by layer: maps and parameters?", "Q107": "not linked to all maps of S2",
    "Q108": "AlexNet: key ideas, kernel sizes, parameters?",
    "Q109": "VGG: merits and faults?", "Q110": "Where are most of its weights?", "Q114": "ResNet's 7 × 7 stem",
    "Q121": "Why is MobileNet fast", "Q123": "α² ρ²",
}


@pytest.fixture(scope="module")
def everything():
    notebook = nbformat.read(TOPIC.path.with_suffix(".ipynb"), as_version=4)
    told = [output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", [])]
    return "\n".join(" ".join(text.split()) for text in [*(cell.source for cell in TOPIC.cells), *told])


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_inventory_is_there(row, everything):
    assert ROWS[row] in everything
