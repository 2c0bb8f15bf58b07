"""Errata and questions of the inventory → how the card of topic 01 begins that asks them."""
EPOCHS = "Epoch, iteration, batch: 1,000 samples"
BATCHES = "Batch, stochastic and mini-batch descent"
MOMENTUM = "How does momentum differ"
ADA = "What is AdaGrad's weakness"
ADAM = "Which two ideas does Adam combine?"
FAMILY = "AMSGrad, AdaBound, Adamax, Nadam"
SCHEDULE = "How do you schedule a learning rate"
SPARSE = "L1 or L2 regularisation"
CURVES = "What does a learning curve tell you?"
POOLING = 'True or false, and why? "Pooling\'s backward pass keeps the sum'
ACTIVATIONS = "Why are activations needed"
SIGMOID = "What speaks against the sigmoid in hidden layers"
RELU = 'True or false, and why? "ReLU cannot take negative inputs."'
BETTER = "How does ReLU ease vanishing gradients"
BINARY = 'True or false, and why? "Binary cross-entropy is largest at a = 0.5."'
CROSS_ENTROPY = "What does cross-entropy measure"
LOGITS = "Why feed logits to the loss"
NORMS = 'True or false, and why? "L1 is not differentiable at 0, L2 is."'
NORMALISING = "How does batch normalisation work"
SHIFT = 'True or false, and why? "Batch norm works because it stops the shift'
OVERFITTING = "Can batch norm prevent overfitting?"
DROPOUT = "How is dropout implemented"
BOTH = "Batch norm and dropout both differ at test time"

ROWS = {
    "E019": 'True or false, and why? "Back-propagation does not concern pooling layers', "E020": POOLING,
    "E041": 'True or false, and why? "Batch norm makes each layer\'s distribution', "E042": SHIFT, "E044": OVERFITTING,
    "E045": OVERFITTING, "E046": DROPOUT, "E047": CROSS_ENTROPY, "E048": RELU,
    "E049": 'True or false, and why? "The derivative of the sigmoid is 0 at infinity."', "E050": BINARY, "E051": NORMS,
    "E052": EPOCHS, "E053": BATCHES, "E054": 'True or false, and why? "An iteration is one forward',
    "E057": 'True or false, and why? "Every unit of a multilayer perceptron',
    "Q001": EPOCHS, "Q002": EPOCHS, "Q003": EPOCHS, "Q004": BATCHES, "Q005": BATCHES, "Q006": "What does one step of SGD do",
    "Q007": MOMENTUM, "Q008": MOMENTUM, "Q009": ADA, "Q010": ADA, "Q011": ADAM, "Q012": ADAM, "Q013": FAMILY, "Q014": FAMILY,
    "Q015": "What happens when the learning rate is too small", "Q016": SCHEDULE, "Q017": SCHEDULE,
    "Q018": "What is a saddle point", "Q019": "Which preprocessing is common", "Q020": "Why may weights not all begin equal?",
    "Q021": SPARSE, "Q022": SPARSE, "Q023": "How do you choose a batch size?", "Q024": "What do depth and width each give",
    "Q025": "How do you classify an image that may carry several labels", "Q027": "Parameter or hyperparameter",
    "Q028": CURVES, "Q031": CURVES,
    "Q032": "Derive backpropagation for one hidden layer", "Q033": "How does a convolution backpropagate", "Q034": POOLING,
    "Q035": POOLING, "Q036": "Why do gradients vanish or explode", "Q037": ACTIVATIONS, "Q038": ACTIVATIONS, "Q039": SIGMOID,
    "Q040": SIGMOID, "Q041": BETTER, "Q042": BETTER, "Q043": "Name five variants of ReLU", "Q044": RELU,
    "Q045": CROSS_ENTROPY, "Q046": BINARY, "Q047": "With a sigmoid output, why cross-entropy", "Q048": LOGITS, "Q049": LOGITS,
    "Q050": "What is entropy", "Q051": "Hinge loss or cross-entropy", "Q052": "Which problem does the focal loss solve",
    "Q054": NORMS,
    "Q055": NORMALISING, "Q056": NORMALISING, "Q057": "Batch norm's backward pass", "Q058": NORMALISING, "Q059": OVERFITTING,
    "Q060": SHIFT, "Q061": SHIFT, "Q062": SHIFT, "Q063": "BN, LN, IN, GN, WN", "Q067": DROPOUT, "Q068": BOTH, "Q069": BOTH,
}
