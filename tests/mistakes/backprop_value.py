"""Wrong answers to `Value`. One class a mistake: `Value__mistake`."""
import math

from answers.backprop_value import Operators


class Right(Operators):
    """Visits in reverse order of birth; the classes below change one thing each."""

    born = 0

    def __init__(self, data, edges=()):
        self.data, self.grad, self.edges = data, 0.0, edges
        Right.born += 1
        self.number = Right.born

    @classmethod
    def lift(cls, other):
        return other if isinstance(other, Right) else cls(other)

    def make(self, data, *edges):
        return type(self)(data, edges)

    def below(self):
        seen, stack = {self}, [self]
        while stack:
            for source, _ in stack.pop().edges:
                if source not in seen:
                    seen.add(source)
                    stack.append(source)
        return sorted(seen, key=lambda node: -node.number)

    def backward(self):
        self.grad = 1.0
        for node in self.below():
            for source, slope in node.edges:
                source.grad += slope * node.grad


class Value__grad_is_none_at_first(Right):
    def __init__(self, data, edges=()):
        super().__init__(data, edges)
        self.grad = None

    def backward(self):
        for node in self.below():
            node.grad = 0.0
        super().backward()


class Value__grad_is_one_at_first(Right):
    def __init__(self, data, edges=()):
        super().__init__(data, edges)
        self.grad = 1.0

    def backward(self):
        for node in self.below():
            node.grad = 0.0
        super().backward()


class Value__integer_data(Right):
    def __init__(self, data, edges=()):
        super().__init__(int(data) if float(data).is_integer() or not edges else data, edges)


class Value__floor_division(Right):
    def __truediv__(self, other):
        other = self.lift(other)
        return self.make(self.data // other.data, (self, 1 / other.data), (other, -self.data / other.data**2))


class Value__equal_numbers_are_one_node(Right):
    """Seen by their data: two nodes of the same value are taken for one."""

    def below(self):
        seen, kept = set(), []
        for node in super().below():
            if node.data not in seen or not node.edges:
                seen.add(node.data)
                kept.append(node)
        return kept


class Value__leaves_only_once(Right):
    """A leaf takes what arrives first."""

    def backward(self):
        self.grad = 1.0
        for node in self.below():
            for source, slope in node.edges:
                if source.edges or not source.grad:
                    source.grad += slope * node.grad


class Value__no_grad_on_the_result(Right):
    def backward(self):
        super().backward()
        self.grad = 0.0


class Value__grad_counts_twice(Right):
    """Adds 1 to a grad that the loop has set already."""

    def backward(self):
        super().backward()
        self.grad += 1.0


class Value__two_levels(Right):
    def backward(self):
        self.grad = 1.0
        for node in self.below():
            if node is self or any(source is node for source, _ in self.edges):
                for source, slope in node.edges:
                    source.grad += slope * node.grad


class Value__depth_limited(Right):
    """Gives up after a thousand nodes."""

    def below(self):
        return super().below()[:1000]


class Value__leaky_relu(Right):
    def relu(self):
        return self.make(max(self.data, 0.0), (self, 1.0 if self.data > 0 else 0.01))


class Value__relu_of_absolute(Right):
    def relu(self):
        return self.make(abs(self.data), (self, math.copysign(1.0, self.data) if self.data else 0.0))


class Value__relu_threshold(Right):
    """Takes everything below 1e-3 for 0."""

    def relu(self):
        return self.make(max(self.data, 0.0), (self, float(self.data > 1e-3)))


class Value__sigmoid_for_tanh(Right):
    def tanh(self):
        s = 1 / (1 + math.exp(-self.data))
        return self.make(s, (self, s * (1 - s)))


class Value__tanh_clipped(Right):
    def tanh(self):
        t = math.tanh(max(-5.0, min(5.0, self.data)))
        return self.make(t, (self, 1 - t * t))


class Value__exp_by_series(Right):
    def exp(self):
        e = sum(self.data**k / math.factorial(k) for k in range(8))
        return self.make(e, (self, e))


class Value__exp_base_two(Right):
    def exp(self):
        return self.make(2.0**self.data, (self, 2.0**self.data * math.log(2)))


class Value__power_by_logarithm(Right):
    def __pow__(self, n):
        result = math.exp(n * math.log(self.data))
        return self.make(result, (self, n * result / self.data))


class Value__power_slope_by_division(Right):
    """n · x**n / x: 0/0 at 0."""

    def __pow__(self, n):
        return self.make(self.data**n, (self, n * self.data**n / self.data))


class Value__whole_powers_only(Right):
    def __pow__(self, n):
        return super().__pow__(int(n))


class Value__absolute_power(Right):
    def __pow__(self, n):
        return self.make(abs(self.data) ** n, (self, n * abs(self.data) ** (n - 1)))


class Value__number_takes_the_grad(Right):
    """``a + 2`` and ``a * 2`` give the node back, changed in place."""

    def __add__(self, other):
        if isinstance(other, (int, float)):
            self.data += other
            return self
        return super().__add__(other)


class Value__add_assigns(Right):
    """A sum with itself is shortened to a product, of which the slope is forgotten."""

    def __add__(self, other):
        if other is self:
            return self.make(2 * self.data, (self, 1.0))
        return super().__add__(other)


class Value__no_unary_minus(Right):
    __neg__ = None

    def __sub__(self, other):
        other = self.lift(other)
        return self.make(self.data - other.data, (self, 1.0), (other, -1.0))

    def __rsub__(self, other):
        return self.lift(other) - self


class Value__constants_by_abs(Right):
    """A number on the left of a division loses its sign."""

    def __rtruediv__(self, other):
        return self.lift(abs(other)) / self


class Value__float_operators(Right):
    """Operators give floats, so the graph is never made."""

    def __add__(self, other):
        return self.data + getattr(other, "data", other)


class Value__grads_averaged(Right):
    """The mean of what arrives, not the sum."""

    def backward(self):
        arrived = {node: [] for node in self.below()}
        arrived[self].append(1.0)
        for node, grads in arrived.items():
            node.grad = sum(grads) / len(grads)
            for source, slope in node.edges:
                arrived[source].append(slope * node.grad)


class Value__rounded(Right):
    def make(self, data, *edges):
        return super().make(round(data, 4), *edges)


class Value__finite_differences(Right):
    """Slopes by one-sided differences."""

    def exp(self):
        return self.make(math.exp(self.data), (self, (math.exp(self.data + 1e-4) - math.exp(self.data)) / 1e-4))


class Value__remembers_the_last_graph(Right):
    """A list of all nodes that is shared, and given gradients, by every graph."""

    nodes: list = []  # noqa: RUF012 - that is the mistake

    def __init__(self, data, edges=()):
        super().__init__(data, edges)
        self.nodes.append(self)
        self.grad = self.nodes[0].grad


class Value__relu_slope_is_its_value(Right):
    def relu(self):
        return self.make(max(self.data, 0.0), (self, max(self.data, 0.0)))


class Value__relu_lets_the_number_through(Right):
    def relu(self):
        return self.make(self.data, (self, float(self.data > 0)))


class Value__slopes_added_to_what_arrives(Right):
    def backward(self):
        self.grad = 1.0
        for node in self.below():
            for source, slope in node.edges:
                source.grad += slope + node.grad
