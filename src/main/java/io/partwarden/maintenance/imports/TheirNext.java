package io.partwarden.maintenance.imports;

import io.partwarden.maintenance.imports.SideBySide.Period;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Lane.Placed;
import io.partwarden.sql.FittedName;
import io.partwarden.sql.Identifier;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What pg_partman's maintenance would do: from the highest partition on it adds one interval after the other until so many are ahead of the
 * current one, and it takes away those whose beginning and one interval are older than the retention, all but the last. It counts from the
 * newest row; here that is taken to be of now.
 */
final class TheirNext {

    /** A table so far behind or ahead tells nothing that a hundred partitions do not. */
    private static final int MOST = 100;

    private final Lane lane;
    private final PeriodSteps steps;
    private final String table;
    private final BigDecimal now;

    TheirNext(Lane lane, PeriodSteps steps, String table, BigDecimal now) {
        this.lane = lane;
        this.steps = steps;
        this.table = table;
        this.now = now;
    }

    List<Period> made(int premake) {
        Optional<BigDecimal> highest = lane.placed().stream()
                .map(placed -> placed.span().from())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
        List<Period> made = new ArrayList<>();
        if (highest.isPresent()) {
            BigDecimal last = highest.get();
            int missing = premake - ahead(last);
            for (int i = 0; i < Math.min(missing, MOST); i++) {
                BigDecimal from = steps.next(last);
                made.add(Period.of(name(from), lane.bound(from, steps.next(from))));
                last = from;
            }
        }
        return made;
    }

    /** How many periods the last partition is ahead of the current one; below zero where it is behind. */
    private int ahead(BigDecimal last) {
        int ahead = 0;
        BigDecimal place = last;
        while (place.compareTo(now) > 0 && ahead < MOST) {
            place = steps.previous(place);
            ahead++;
        }
        while (steps.next(place).compareTo(now) <= 0 && ahead > -MOST) {
            place = steps.next(place);
            ahead--;
        }
        return ahead;
    }

    List<Period> retired(@Nullable String keep) {
        BigDecimal cutoff = keep == null ? null : steps.cutoff(now, keep).orElse(null);
        List<Period> retired = new ArrayList<>();
        if (cutoff == null) {
            return retired;
        }
        int mayGo = lane.placed().size() - 1;
        for (Placed placed : lane.placed()) {
            BigDecimal from = placed.span().from();
            if (from != null && retired.size() < mayGo && steps.next(from).compareTo(cutoff) <= 0) {
                retired.add(Period.of(
                        placed.partition().name().name().value(),
                        placed.partition().bound()));
            }
        }
        return retired;
    }

    /** Of a partition that begins there: a table's name that is too long loses its end, whatever else is called so. */
    String name(BigDecimal from) {
        String suffix = "_p" + steps.suffix(from);
        return FittedName.cut(table, Identifier.MAX_BYTES - suffix.getBytes(StandardCharsets.UTF_8).length) + suffix;
    }
}
