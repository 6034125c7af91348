package io.partwarden.partition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The hash values that no partition takes, each as the coarsest modulus and remainder that say it. Relies on PostgreSQL's rule that of two
 * moduli of a table the smaller divides the larger.
 */
final class RemainderGaps {

    private final Set<Bound.Hash> taken = new HashSet<>();
    private final List<Integer> moduli;
    private final List<Bound> gaps = new ArrayList<>();

    private RemainderGaps(List<Partition> partitions) {
        partitions.forEach(p -> taken.add((Bound.Hash) p.bound()));
        this.moduli =
                taken.stream().map(Bound.Hash::modulus).distinct().sorted().toList();
    }

    static List<Bound> of(List<Partition> partitions) {
        RemainderGaps search = new RemainderGaps(partitions);
        if (search.moduli.isEmpty()) {
            return List.of(new Bound.Hash(1, 0));
        }
        search.descend(0, 1, 0);
        return search.gaps;
    }

    /** Looks at the values that leave {@code remainder} by {@code modulus}, where the moduli before {@code level} take none of them. */
    private void descend(int level, int modulus, int remainder) {
        int finer = moduli.get(level);
        for (long r = remainder; r < finer && gaps.size() < Coverage.MAX_GAPS; r += modulus) {
            Bound.Hash part = new Bound.Hash(finer, (int) r);
            if (taken.contains(part)) {
                continue;
            }
            if (takenWithin(part)) {
                descend(level + 1, finer, part.remainder());
            } else {
                gaps.add(part);
            }
        }
    }

    private boolean takenWithin(Bound.Hash part) {
        return taken.stream()
                .anyMatch(t -> t.modulus() > part.modulus() && t.remainder() % part.modulus() == part.remainder());
    }
}
