"""Oracles of topic 02's drills: torch, or counting."""
import torch


def output_size(n, k, s, p):
    """What torch makes of it."""
    return torch.nn.functional.conv1d(torch.zeros(1, 1, n), torch.zeros(1, 1, k), stride=s, padding=p).shape[-1]


ORACLES = {"conv_output_size": output_size}
