"""Wrong answers to exercises 1 to 3 of topic 06 that no misconception lists. One function a mistake: `NAME__mistake`."""
from answers import heap_top_n as right


def sift_down__whole_heap(heap, index, size):
    """Makes a heap of everything: what is not below index moves too."""
    for place in range(size // 2 - 1, -1, -1):
        right.sift_down__recursive(heap, place, size)


def sift_down__always_swaps(heap, index, size):
    while 2 * index + 1 < size:
        child = 2 * index + 1
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        heap[index], heap[child] = heap[child], heap[index]
        index = child


def sift_down__copies_the_child(heap, index, size):
    """Overwrites the parent and leaves the child: an item is lost, another doubled."""
    while 2 * index + 1 < size:
        child = 2 * index + 1
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[index] <= heap[child]:
            return
        heap[index] = heap[child]
        index = child
    return


def sift_down__goes_on_from_the_wrong_child(heap, index, size):
    while 2 * index + 1 < size:
        left, right_child = 2 * index + 1, 2 * index + 2
        child = left
        if right_child < size and heap[right_child] < heap[left]:
            child = right_child
        if heap[index] <= heap[child]:
            return
        heap[index], heap[child] = heap[child], heap[index]
        index = left


def sift_down__both_children_in_turn(heap, index, size):
    """Swaps with the left one, then with the right one, and follows both."""
    for child in (2 * index + 1, 2 * index + 2):
        if child < size and heap[child] < heap[index]:
            heap[index], heap[child] = heap[child], heap[index]
            right.sift_down__recursive(heap, 2 * index + 1, min(size, 2 * index + 2))


def sift_down__from_the_root(heap, index, size):
    right.sift_down__recursive(heap, 0, size)


def sift_down__two_levels(heap, index, size):
    for _ in range(2):
        child = 2 * index + 1
        if child >= size:
            return
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] < heap[index]:
            heap[index], heap[child] = heap[child], heap[index]
        index = child


def sift_down__ternary(heap, index, size):
    while 3 * index + 1 < size:
        child = min(range(3 * index + 1, min(3 * index + 4, size)), key=lambda c: heap[c])
        if heap[index] <= heap[child]:
            return
        heap[index], heap[child] = heap[child], heap[index]
        index = child


def sift_down__cut_to_size(heap, index, size):
    """Throws away what lies beyond."""
    right.sift_down__recursive(heap, index, size)
    del heap[size:]


def sift_down__sorts_the_prefix(heap, index, size):
    """A sorted list is a heap, but whatever is not below index moves."""
    for end in range(size, 1, -1):
        for place in range(1, end):
            if heap[place] < heap[place - 1]:
                heap[place - 1], heap[place] = heap[place], heap[place - 1]


def heapify__only_the_root(items):
    if items:
        right.sift_down__recursive(items, 0, len(items))


def heapify__smallest_to_the_front(items):
    """The root is right, and nothing else."""
    if items:
        place = items.index(min(items))
        items[0], items[place] = items[place], items[0]


def heapify__one_pass_upwards(items):
    for place in range(len(items) - 1, 0, -1):
        parent = (place - 1) // 2
        if items[place] < items[parent]:
            items[place], items[parent] = items[parent], items[place]


def heapify__passes_until_quiet(items):
    """Right, but it goes over the list again and again."""
    again = True
    while again:
        again = False
        for place in range(len(items) - 1, 0, -1):
            parent = (place - 1) // 2
            if items[place] < items[parent]:
                items[place], items[parent] = items[parent], items[place]
                again = True


def heapify__size_too_small(items):
    for index in range(len(items) // 2 - 1, -1, -1):
        right.sift_down__recursive(items, index, len(items) - 1)


def heapify__without_duplicates(items):
    items[:] = list(dict.fromkeys(items))
    right.heapify__worked(items)


def heapify__every_other_parent(items):
    for index in range(len(items) // 2 - 1, -1, -2):
        right.sift_down__recursive(items, index, len(items))


def heapify__three_levels_deep(items):
    """Sifts three levels at most: enough for fifteen items and less."""
    for start in range(len(items) // 2 - 1, -1, -1):
        index = start
        for _ in range(3):
            child = 2 * index + 1
            if child + 1 < len(items) and items[child + 1] < items[child]:
                child += 1
            if child >= len(items) or items[index] <= items[child]:
                break
            items[index], items[child] = items[child], items[index]
            index = child


def heapify__pops_and_pushes(items):
    """Right, by a detour over a sorted list."""
    rest, result = items[:], []
    right.heapify__worked(rest)
    while rest:
        rest[0], rest[-1] = rest[-1], rest[0]
        result.append(rest.pop())
        if rest:
            right.sift_down__recursive(rest, 0, len(rest))
    items[:] = result


def heap_sort__size_off_by_one(items):
    heap = list(items)
    right.heapify__worked(heap)
    for size in range(len(heap) - 1, 0, -1):
        heap[0], heap[size] = heap[size], heap[0]
        right.sift_down__recursive(heap, 0, size - 1)
    return heap[::-1]


def heap_sort__as_floats(items):
    return right.heap_sort__worked([float(item) for item in items])


def heap_sort__by_text(items):
    return right.heap_sort__worked([str(item) for item in items])


def heap_sort__generator(items):
    yield from right.heap_sort__worked(items)


def heap_sort__in_place_and_nothing_back(items):
    items[:] = right.heap_sort__worked(items)


def heap_sort__by_size_of_number(items):
    """Loses the sign."""
    if any(isinstance(item, str) for item in items):
        return right.heap_sort__worked(items)
    return [items[place] for _, place in right.heap_sort__worked([(abs(item), place) for place, item in enumerate(items)])]


def sift_down__a_child_has_to_be_true(heap, index, size):
    """Takes a child that is 0 for a missing one."""
    while True:
        children = [child for child in (2 * index + 1, 2 * index + 2) if child < size and heap[child]]
        if not children:
            return
        child = min(children, key=heap.__getitem__)
        if heap[index] <= heap[child]:
            return
        heap[index], heap[child] = heap[child], heap[index]
        index = child


def sift_down__a_billion_for_a_missing_child(heap, index, size):
    while 2 * index + 1 < size:
        left, other = heap[2 * index + 1], heap[2 * index + 2] if 2 * index + 2 < size else 10**9
        child = 2 * index + 1 if left <= other else 2 * index + 2
        if heap[index] <= heap[child]:
            return
        heap[index], heap[child] = heap[child], heap[index]
        index = child


def sift_down__size_counted_from_the_index(heap, index, size):
    right.sift_down__recursive(heap, index, min(len(heap), index + size))


def heapify__lets_all_rise_from_the_end(items):
    for start in range(len(items) - 1, 0, -1):
        place = start
        while place and items[place] < items[(place - 1) // 2]:
            items[place], items[(place - 1) // 2] = items[(place - 1) // 2], items[place]
            place = (place - 1) // 2


def heap_sort__infinity_for_what_was_taken(items):
    heap, result = list(items), []
    right.heapify__worked(heap)
    for _ in items:
        result.append(heap[0])
        heap[0] = float("inf")
        right.sift_down__recursive(heap, 0, len(heap))
    return result
