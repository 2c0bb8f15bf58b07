"""Errata and questions of the inventory → how the card of topic 02 begins that asks them."""
SIZE = 'True or false, and why? "The side of the output is (N − F) / S + 1."'
WORK = 'True or false, and why? "The cost of a convolution is input width'
FORMULAS = "Parameters and cost of a convolution"
PADDING = 'True or false, and why? "Zero padding gives more feature information."'
SHARING = "What is weight sharing?"
CORRELATION = "Convolution or cross-correlation"
INVARIANT = 'True or false, and why? "A CNN is invariant'
POOL = "Why pool at all?"
MAX_OR_AVERAGE = "Max or average pooling"
UNITS = 'True or false, and why? "The layer needs 2.42 G FLOPS'
FIRST_LAYER = 'True or false, and why? "C1 of LeNet-5 reduces 1,024 neurons'
ALEXNET = "AlexNet: key ideas, kernel sizes, parameters?"
VGG = "VGG: merits and faults?"
VGG_MEMORY = 'True or false, and why? "VGG uses 140M of memory."'
STEM = 'True or false, and why? "ResNet\'s 7 × 7 stem'
GROUPED = "What is a grouped convolution?"
SEPARABLE = "Depthwise separable convolution: its steps"
DEPTHWISE = 'True or false, and why? "A depthwise layer costs 1/256."'
POINTWISE = "What are 1 × 1 convolutions for?"
TRANSPOSED = "Transposed convolution or deconvolution?"
UPSAMPLING = 'True or false, and why? "Transposed convolution is an upsampling process."'
RESIDUAL = "Which problem does ResNet address"
DEEPER = "Does a ResNet improve without limit"
RECURRENT = 'True or false, and why? "ResNets contain recurrent units'
HIGHWAY = 'True or false, and why? "The highway network is a more advanced ResNet."'
MOBILENET = "Why is MobileNet fast"

ROWS = {
    "E001": WORK, "E002": SIZE, "E008": ALEXNET,
    "E009": 'True or false, and why? "VGG16 and VGG19 have 16 and 19 hidden layers."',
    "E010": VGG, "E011": VGG_MEMORY, "E012": STEM, "E013": FIRST_LAYER, "E014": SHARING,
    "E015": 'True or false, and why? "Six feature maps together form one neuron."',
    "E016": 'True or false, and why? "A fully connected layer has 40 times the 606 parameters."',
    "E017": 'True or false, and why? "F6 of LeNet-5 uses the tangent function."',
    "E018": 'True or false, and why? "Pooling layers have trainable parameters."',
    "E021": WORK, "E022": UNITS, "E023": DEPTHWISE, "E024": 'True or false, and why? "Depthwise means layer by layer."',
    "E025": 'True or false, and why? "MobileNet\'s block is Xception\'s."',
    "E026": 'True or false, and why? "AlexNet has groups because they regularise."', "E027": UPSAMPLING, "E028": TRANSPOSED,
    "E029": 'True or false, and why? "Transposed convolution was introduced as deconvolution', "E030": POINTWISE,
    "E031": INVARIANT, "E032": INVARIANT, "E033": CORRELATION, "E034": "Full, same and valid for n = 5, K = 3",
    "E035": 'True or false, and why? "Filters are small parts cut from the image."', "E036": FIRST_LAYER,
    "E037": 'True or false, and why? "4.5 rounds to 5"', "E038": 'True or false, and why? "Connections are the work done."',
    "E039": PADDING, "E058": RESIDUAL, "E059": RECURRENT, "E060": RECURRENT, "E061": HIGHWAY, "E062": DEEPER,
    "Q070": "What suits convolutional networks to images?", "Q071": SHARING, "Q072": CORRELATION, "Q073": FORMULAS,
    "Q074": FORMULAS, "Q075": SIZE, "Q076": "What does a larger stride change", "Q077": PADDING,
    "Q078": "Why are kernels nearly always of odd size?", "Q079": "How is a convolution computed in practice",
    "Q080": "What do mean and difference filters do?", "Q081": POINTWISE, "Q082": POINTWISE, "Q083": POOL,
    "Q084": MAX_OR_AVERAGE, "Q085": MAX_OR_AVERAGE, "Q092": GROUPED, "Q093": GROUPED, "Q094": GROUPED, "Q095": SEPARABLE,
    "Q096": SEPARABLE, "Q097": DEPTHWISE, "Q101": TRANSPOSED, "Q102": UPSAMPLING, "Q103": UPSAMPLING, "Q104": POOL,
    "Q105": "What does a squeeze-and-excitation block do",
    "Q106": "LeNet-5, layer by layer", "Q107": "Why is C3 of LeNet-5 not linked to all maps of S2", "Q108": ALEXNET, "Q109": VGG,
    "Q110": VGG_MEMORY, "Q111": RESIDUAL, "Q112": RESIDUAL, "Q113": "How does a ResNet help gradients?", "Q114": STEM,
    "Q115": "What is a bottleneck block?", "Q116": DEEPER, "Q117": "ResNet version 1 or 2", "Q118": "What is ResNeXt's idea?",
    "Q119": "Inception, versions 1 to 4", "Q120": "DenseNet or ResNet", "Q121": MOBILENET,
    "Q122": "Why does MobileNetV2 add shortcuts", "Q123": MOBILENET, "Q124": "What are ShuffleNet V2's four guidelines",
    "Q125": "What is EfficientNet's idea", "Q127": HIGHWAY,
}
