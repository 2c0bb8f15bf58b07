"""Right answers to exercises 1 to 3 of topic 06, each in a style of its own. One function a style: `NAME__style`."""


def sift_down__recursive(heap, index, size):
    smallest = index
    for child in (2 * index + 1, 2 * index + 2):
        if child < size and heap[child] < heap[smallest]:
            smallest = child
    if smallest != index:
        heap[index], heap[smallest] = heap[smallest], heap[index]
        sift_down__recursive(heap, smallest, size)


def sift_down__hole(heap, index, size):
    """Shifts the children up and puts the item down once."""
    item = heap[index]
    while (child := 2 * index + 1) < size:
        if child + 1 < size and heap[child + 1] <= heap[child]:
            child += 1
        if item <= heap[child]:
            break
        heap[index] = heap[child]
        index = child
    heap[index] = item


def sift_down__returns_the_list(heap, index, size):
    """The result is of no account: the list is."""
    while True:
        children = [c for c in (2 * index + 1, 2 * index + 2) if c < size]
        if not children:
            return heap
        best = min(children, key=lambda c: heap[c])
        if heap[best] >= heap[index]:
            return heap
        heap[best], heap[index] = heap[index], heap[best]
        index = best


def sift_down__to_the_leaf_and_back(heap, index, size):
    """As heapq does it: the hole goes to the bottom, the item climbs from there."""
    start, item = index, heap[index]
    while 2 * index + 1 < size:
        child = 2 * index + 1
        if child + 1 < size and not heap[child] < heap[child + 1]:
            child += 1
        heap[index] = heap[child]
        index = child
    heap[index] = item
    while index > start and heap[index] < heap[(index - 1) // 2]:
        parent = (index - 1) // 2
        if parent < start:
            break
        heap[index], heap[parent] = heap[parent], heap[index]
        index = parent


def sift_down__swaps_on_ties(heap, index, size):
    while 2 * index + 2 <= size:
        left, right = 2 * index + 1, 2 * index + 2
        child = right if right < size and heap[right] < heap[left] else left
        if heap[index] < heap[child]:
            return
        heap[index], heap[child] = heap[child], heap[index]
        index = child


def sift_down__recursion_inside(heap, index, size):
    def smaller(one, other):
        return one if other >= size or heap[one] <= heap[other] else other

    def sink(place):
        best = smaller(smaller(place, 2 * place + 1), 2 * place + 2)
        if best != place:
            heap[place], heap[best] = heap[best], heap[place]
            sink(best)

    sink(index)


def sift_down__new_list_put_back(heap, index, size):
    copy = list(heap)
    sift_down__recursive(copy, index, size)
    heap[:] = copy


def sift_down__infinity_for_a_missing_child(heap, index, size):
    while True:
        left, right = (heap[c] if c < size else float("inf") for c in (2 * index + 1, 2 * index + 2))
        if heap[index] <= left and heap[index] <= right:
            return
        child = 2 * index + 1 + (right < left)
        heap[index], heap[child] = heap[child], heap[index]
        index = child


def sift_down__sorts_the_children(heap, index, size):
    """Two places are sorted, not the heap."""
    while children := sorted((c for c in (2 * index + 1, 2 * index + 2) if c < size), key=heap.__getitem__):
        child = children[0]
        if heap[index] <= heap[child]:
            break
        heap[index], heap[child] = heap[child], heap[index]
        index = child


def heapify__sorts_the_children(items):
    for index in reversed(range(len(items))):
        sift_down__sorts_the_children(items, index, len(items))


def heapify__worked(items):
    for index in reversed(range(len(items) // 2)):
        sift_down__recursive(items, index, len(items))


def heapify__every_item(items):
    """Leaves too: they cost nothing."""
    for index in range(len(items) - 1, -1, -1):
        sift_down__hole(items, index, len(items))


def heapify__parent_of_the_last(items):
    for index in range((len(items) - 2) // 2, -1, -1):
        sift_down__to_the_leaf_and_back(items, index, len(items))


def heapify__recursive(items):
    def build(index):
        if 2 * index + 1 < len(items):
            build(2 * index + 1)
            build(2 * index + 2)
            sift_down__recursive(items, index, len(items))

    build(0)


def heapify__slice_assigned(items):
    copy = items[:]
    heapify__worked(copy)
    items[:] = copy
    return items


def heapify__either_child_first(items):
    """Asks whether either child is smaller, then which."""
    for index in range(len(items) // 2 - 1, -1, -1):
        while 2 * index + 1 < len(items):
            left, right = 2 * index + 1, 2 * index + 2
            if right < len(items):
                if not (items[left] < items[index] or items[right] < items[index]):
                    break
                child = right if items[right] < items[left] else left
            elif items[left] < items[index]:
                child = left
            else:
                break
            items[index], items[child] = items[child], items[index]
            index = child


def heapify__swaps_on_ties(items):
    for index in range(len(items) // 2 - 1, -1, -1):
        sift_down__swaps_on_ties(items, index, len(items))


def heap_sort__worked(items):
    heap = list(items)
    heapify__worked(heap)
    for size in range(len(heap) - 1, 0, -1):
        heap[0], heap[size] = heap[size], heap[0]
        sift_down__hole(heap, 0, size)
    heap.reverse()
    return heap


def heap_sort__pops(items):
    heap, result = items.copy(), []
    heapify__worked(heap)
    while heap:
        heap[0], heap[-1] = heap[-1], heap[0]
        result.append(heap.pop())
        if heap:
            sift_down__recursive(heap, 0, len(heap))
    return result


def heap_sort__max_heap(items):
    """The textbook's: a max-heap in the copy, the largest swapped to the end."""
    heap = items[:]

    def sink(index, size):
        while (child := 2 * index + 1) < size:
            if child + 1 < size and heap[child] < heap[child + 1]:
                child += 1
            if heap[index] >= heap[child]:
                return
            heap[index], heap[child] = heap[child], heap[index]
            index = child

    for index in range(len(heap) // 2 - 1, -1, -1):
        sink(index, len(heap))
    for size in range(len(heap) - 1, 0, -1):
        heap[0], heap[size] = heap[size], heap[0]
        sink(0, size)
    return heap


def heap_sort__holes(items):
    """With heapq's own way down and up again: about half the comparisons."""
    heap = [*items]
    heapify__parent_of_the_last(heap)
    result = []
    for size in range(len(heap), 0, -1):
        result += [heap[0]]
        heap[0] = heap[size - 1]
        sift_down__to_the_leaf_and_back(heap, 0, size - 1)
    return result


def heap_sort__functions_of_its_own(items):
    heap = list(items)
    heapify__every_item(heap)
    return [heap_pop(heap) for _ in items]


def heap_pop(heap):
    top, last = heap[0], heap.pop()
    if heap:
        heap[0] = last
        sunk(heap)
    return top


def sunk(heap):
    sift_down__recursion_inside(heap, 0, len(heap))
