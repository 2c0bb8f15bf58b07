"""The tables of utils/nets.py, held against the same nets built with torch.nn: parameters, MACs, sizes."""
import itertools

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from utils import course, nets

conv_output_size, conv_params, conv_macs = map(course.reference, ("conv_output_size", "conv_params", "conv_macs"))


def dense(*widths):
    layers = [nn.Flatten()]
    for before, after in itertools.pairwise(widths):
        layers += [nn.Linear(before, after), nn.ReLU()]
    return layers[:-1]


def alexnet(groups):
    def layer(before, after, kernel, **how):
        return [nn.Conv2d(before, after, kernel, **how), nn.ReLU()]

    pool = nn.MaxPool2d(3, 2)
    return nn.Sequential(*layer(3, 96, 11, stride=4), pool, *layer(96, 256, 5, padding=2, groups=groups), pool,
                         *layer(256, 384, 3, padding=1), *layer(384, 384, 3, padding=1, groups=groups),
                         *layer(384, 256, 3, padding=1, groups=groups), pool, *dense(9216, 4096, 4096, 1000))


def vgg(plan):
    layers, before = [], 3
    for width in plan:
        if width == "M":
            layers.append(nn.MaxPool2d(2))
        else:
            layers += [nn.Conv2d(before, width, 3, padding=1), nn.ReLU()]
            before = width
    return nn.Sequential(*layers, *dense(25088, 4096, 4096, 1000))


def normed(before, after, kernel, stride=1, groups=1):
    return nn.Sequential(nn.Conv2d(before, after, kernel, stride, kernel // 2, groups=groups, bias=False),
                         nn.BatchNorm2d(after))


class Block(nn.Module):
    def __init__(self, before, after, stride):
        super().__init__()
        self.one, self.two = normed(before, after, 3, stride), normed(after, after, 3)
        self.short = normed(before, after, 1, stride) if stride > 1 else nn.Identity()

    def forward(self, x):
        return torch.relu(self.two(torch.relu(self.one(x))) + self.short(x))


def resnet18():
    blocks = [Block(64, 64, 1), Block(64, 64, 1), Block(64, 128, 2), Block(128, 128, 1), Block(128, 256, 2),
              Block(256, 256, 1), Block(256, 512, 2), Block(512, 512, 1)]
    return nn.Sequential(normed(3, 64, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2, 1), *blocks, nn.AdaptiveAvgPool2d(1),
                         *dense(512, 1000))


def mobilenet():
    layers, before = [normed(3, 32, 3, 2), nn.ReLU()], 32
    for after, stride in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1),
                          (512, 1), (512, 1), (1024, 2), (1024, 1)]:
        layers += [normed(before, before, 3, stride, before), nn.ReLU(), normed(before, after, 1), nn.ReLU()]
        before = after
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), *dense(1024, 1000))


D = [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"]
E = [64, 64, "M", 128, 128, "M", *[256] * 4, "M", *[512] * 4, "M", *[512] * 4, "M"]
NETS = {  # name: table, module, pixels a side, parameters
    "alexnet": (nets.alexnet, lambda: alexnet(2), 227, 60_965_224),
    "alexnet ungrouped": (lambda: nets.alexnet(1), lambda: alexnet(1), 227, 62_378_344),
    "vgg16": (nets.vgg, lambda: vgg(D), 224, 138_357_544),
    "vgg19": (lambda: nets.vgg(19), lambda: vgg(E), 224, 143_667_240),
    "resnet18": (nets.resnet18, resnet18, 224, 11_689_512),
    "mobilenet": (nets.mobilenet, mobilenet, 224, 4_231_976),
}


def side(row):
    return conv_output_size(row.size, row.kernel, row.stride, row.padding)


def params(rows):
    return sum(conv_params(row.channels_in, row.channels_out, row.kernel, row.groups, row.bias)
               + 2 * row.channels_out * row.norm for row in rows)


def macs(rows):
    return sum(conv_macs(row.channels_in, row.channels_out, row.kernel, side(row), side(row), row.groups)
               for row in rows)


@pytest.mark.parametrize("name", NETS)
def test_parameters_and_macs_are_those_of_the_net_in_torch(name):
    table, build, pixels, wanted = NETS[name]
    with torch.device("meta"):  # shapes without memory
        module, image = build(), torch.empty(2, 3, pixels, pixels)
    assert sum(weights.numel() for weights in module.parameters()) == wanted == params(table())
    with FlopCounterMode(display=False) as counter:
        assert module(image).shape == (2, 1000)
    assert counter.get_total_flops() == 2 * 2 * macs(table())  # two images, two FLOPs a MAC


@pytest.mark.parametrize("name", NETS)
def test_each_layer_of_the_net_in_torch_is_a_row(name):
    table, build, pixels, _ = NETS[name]
    seen = []

    def note(layer, given, result):
        if isinstance(layer, nn.Linear):
            seen.append((layer.in_features, layer.out_features, 1))
        else:
            seen.append((given[0].shape[2], layer.kernel_size[0], layer.stride[0], layer.padding[0], layer.in_channels,
                         layer.out_channels, layer.groups, layer.bias is not None, result.shape[2]))

    with torch.device("meta"):
        module, image = build(), torch.empty(1, 3, pixels, pixels)
        for layer in module.modules():
            if isinstance(layer, nn.Conv2d | nn.Linear):
                layer.register_forward_hook(note)
        module(image)
    rows = [(row.channels_in * row.kernel**2, row.channels_out, side(row)) if row.name.startswith("fc") else
            (row.size, row.kernel, row.stride, row.padding, row.channels_in, row.channels_out, row.groups, row.bias,
             side(row)) for row in table()]
    assert sorted(rows) == sorted(seen)
    assert len({row.name for row in table()}) == len(rows)


def test_the_numbers_of_the_text():
    vgg, stem = nets.vgg(), nets.resnet18()[:1]
    fc6 = [row for row in vgg if row.name == "fc6"]
    assert (params(fc6), round(params(fc6) / params(vgg), 3)) == (102_764_544, 0.743)
    assert (macs(stem), round(macs(stem) / macs(nets.resnet18()), 3)) == (118_013_952, 0.065)
    assert [round(macs(rows) / 1e9, 2) for rows in (vgg, nets.mobilenet())] == [15.47, 0.57]
    assert [(round(4 * params(rows) / 1e6), round(4 * params(rows) / 2**20)) for rows in (nets.alexnet(), vgg)] == [
        (244, 233), (553, 528)]


def test_lenets_table_is_that_of_the_paper():
    ring = [tuple(sorted((start + step) % 6 for step in range(3))) for start in range(6)]
    ring += [tuple(sorted((start + step) % 6 for step in range(4))) for start in range(6)]
    pairs = [(0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5)]  # two neighbours, and the two opposite
    assert [*ring, *pairs, tuple(range(6))] == list(nets.LENET_C3)


def test_counts_of_layers():
    weights = {depth: [row.name for row in nets.vgg(depth)] for depth in (16, 19)}
    assert {depth: len(names) for depth, names in weights.items()} == {16: 16, 19: 19}
    assert [sum(name.startswith("conv") for name in names) for names in weights.values()] == [13, 16]
    assert {row.kernel for row in nets.vgg(16) if row.name.startswith("conv")} == {3}
    assert [row.kernel for row in nets.alexnet()][:5] == [11, 5, 3, 3, 3]
    assert {row.channels_out for row in nets.resnet18() if row.size == 56 and row.stride == 1} == {64}
    assert {row.channels_out for row in nets.vgg(19) if row.size == 56} == {256}
    assert sum("shortcut" not in row.name for row in nets.resnet18()) == 18
