package io.partwarden.policy;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Partition;
import io.partwarden.partition.Partition.State;
import io.partwarden.policy.Lane.Placed;
import io.partwarden.sql.QualifiedName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every partition that a lane will get and lose, each with its moment, in the order of time.
 *
 * @param complete false where more than {@link #MAX_EVENTS} lie in the time asked for, or something stands in the way of what comes next
 */
public record Forecast(List<Event> events, boolean complete) {

    /** No more events than this are told. */
    public static final int MAX_EVENTS = 10_000;

    /** How many of the last closed partitions say how large the next will be. */
    private static final int CLOSED = 10;

    /** What happens. */
    public enum Kind {
        CREATE,
        /** It leaves the table, to stay as one of its own for a grace or for ever, or to move to another schema. */
        DETACH,
        DROP
    }

    /**
     * A change to come.
     *
     * @param name of the partition, as it is or will be
     * @param bytes what it holds when it goes, or is expected to hold once it is full; null where nothing tells
     */
    public record Event(
            Instant at,
            Kind kind,
            QualifiedName name,
            Bound.Range bound,
            @Nullable Long bytes) {}

    /**
     * What is asked.
     *
     * @param standing of the lane at {@code now}
     * @param idsPerSecond how fast a lane of ids goes on, 0 where it stands still; without meaning for time
     */
    public record Question(
            Policy policy, Lane lane, Standing standing, Instant now, Duration span, BigDecimal idsPerSecond) {}

    public Forecast {
        events = List.copyOf(events);
    }

    /**
     * @param names of partitions to come, asked once for each in their order
     * @param bytes of those that are there
     */
    public static Forecast of(
            Question question, Function<Bound.Range, QualifiedName> names, ToLongFunction<Partition> bytes) {
        return new Walk(question, names, bytes).forecast();
    }

    /** One walk from change to change over partitions of which only the first are real. */
    private static final class Walk {

        private final Question question;
        private final Function<Bound.Range, QualifiedName> names;
        private final ToLongFunction<Partition> bytes;
        private final OptionalLong usual;
        private final Instant end;
        private final List<Event> events = new ArrayList<>();
        private Lane lane;

        Walk(Question question, Function<Bound.Range, QualifiedName> names, ToLongFunction<Partition> bytes) {
            this.question = question;
            this.names = names;
            this.bytes = bytes;
            this.end = question.now().plus(question.span());
            this.usual = usual(question, bytes);
            // What is half detached is finished first; its bounds are free then.
            this.lane = question.lane()
                    .having(question.lane().placed().stream()
                            .filter(p -> p.partition().state() == State.ATTACHED)
                            .toList());
        }

        /** The median of the last ones that are full. */
        private static OptionalLong usual(Question question, ToLongFunction<Partition> bytes) {
            List<Placed> closed = question.lane().placed().stream()
                    .filter(p -> p.span().endsBy(question.standing().now()))
                    .toList();
            long[] sizes = closed.subList(Math.max(0, closed.size() - CLOSED), closed.size()).stream()
                    .map(Placed::partition)
                    .mapToLong(bytes)
                    .sorted()
                    .toArray();
            return sizes.length == 0 ? OptionalLong.empty() : OptionalLong.of(sizes[sizes.length / 2]);
        }

        Forecast forecast() {
            Standing at = question.standing();
            boolean complete = true;
            while (true) {
                Instant moment = moment(at.now());
                Needs needs = PolicyPlanner.of(question.policy(), lane, at);
                apply(needs, at.now(), moment);
                BigDecimal next = needs.nextChange();
                if (next == null || isAfterEnd(next)) {
                    break;
                }
                boolean stuck = next.compareTo(at.now()) <= 0 && needs.isEmpty();
                if (stuck || events.size() >= MAX_EVENTS) {
                    complete = false;
                    break;
                }
                at = new Standing(next.max(at.now()), served(at, needs), at.leastAhead());
            }
            List<Event> inOrder = events.stream()
                    .filter(event -> !event.at().isAfter(end))
                    .sorted(Comparator.comparing(Event::at))
                    .limit(MAX_EVENTS)
                    .toList();
            return new Forecast(inOrder, complete);
        }

        /** What is past is made by then, so that it need not be looked at again. */
        private static @Nullable BigDecimal served(Standing at, Needs needs) {
            return needs.missed().size() == PolicyPlanner.MAX_MISSED ? at.servedUntil() : at.now();
        }

        private boolean isAfterEnd(BigDecimal place) {
            boolean never = !(lane.line() instanceof TimeLine)
                    && question.idsPerSecond().signum() <= 0
                    && place.compareTo(question.standing().now()) > 0;
            return never || moment(place).isAfter(end);
        }

        /** When the clock, or the ids at their rate, reach the place. */
        private Instant moment(BigDecimal place) {
            BigDecimal begin = question.standing().now();
            if (place.compareTo(begin) <= 0) {
                return question.now();
            }
            if (lane.line() instanceof TimeLine times) {
                Instant moment = times.moment(place);
                return moment.isBefore(question.now()) ? question.now() : moment;
            }
            BigDecimal seconds = place.subtract(begin).divide(question.idsPerSecond(), 0, RoundingMode.CEILING);
            BigDecimal longest = BigDecimal.valueOf(question.span().toSeconds() + 1);
            return question.now().plusSeconds(seconds.min(longest).longValueExact());
        }

        private void apply(Needs needs, BigDecimal now, Instant moment) {
            List<Placed> placed = new ArrayList<>(lane.placed());
            for (Bound.Range range : needs.missed()) {
                create(range, moment).ifPresent(placed::add);
            }
            for (Bound.Range range : needs.ahead()) {
                create(range, moment).ifPresent(placed::add);
            }
            placed.removeAll(needs.old());
            needs.old().forEach(old -> retire(old.partition(), moment));
            if (question.policy().retention() == null && needs.missed().size() < PolicyPlanner.MAX_MISSED) {
                placed.removeIf(past -> past.span().endsBy(now));
            }
            lane = lane.having(placed);
        }

        private Optional<Placed> create(Bound.Range range, Instant moment) {
            QualifiedName name = names.apply(range);
            events.add(new Event(moment, Kind.CREATE, name, range, expected()));
            return lane.place(new Partition(0, name, range, Partition.Kind.TABLE, State.ATTACHED), range);
        }

        private void retire(Partition partition, Instant moment) {
            Bound.Range bound = (Bound.Range) partition.bound();
            Long size = partition.oid() == 0 ? expected() : Long.valueOf(bytes.applyAsLong(partition));
            events.add(new Event(moment, Kind.DETACH, partition.name(), bound, size));
            Retention retention = question.policy().retention();
            if (retention == null) {
                return;
            }
            Retention.Action action = retention.action();
            if (action == Retention.Action.DROP || action == Retention.Action.ARCHIVE_THEN_DROP) {
                events.add(new Event(moment.plus(retention.grace()), Kind.DROP, partition.name(), bound, size));
            }
        }

        private @Nullable Long expected() {
            return usual.isPresent() ? Long.valueOf(usual.getAsLong()) : null;
        }
    }
}
