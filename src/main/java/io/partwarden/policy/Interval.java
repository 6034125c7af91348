package io.partwarden.policy;

import java.math.BigDecimal;
import java.time.Duration;

/** How wide a policy's periods are; each kind has its own grid, anchored so that calendar periods are whole ones. */
public sealed interface Interval {

    /** Months and years of the wall clock, counted from January 1990. */
    record Months(int count) implements Interval {}

    /** Days and weeks of the wall clock, counted from Monday, 1 January 1990. */
    record Days(int count) implements Interval {}

    /** Elapsed time, counted from 1990-01-01T00:00Z; shorter than a day. */
    record Elapsed(Duration length) implements Interval {}

    /** So many ids, counted from 0. */
    record Step(BigDecimal width) implements Interval {}
}
