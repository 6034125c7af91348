package io.partwarden.table;

import java.time.Duration;

/**
 * That a partition is detached in order to be dropped.
 *
 * @param grace how long it stands after the end of its detach, at least
 * @param needsArchive whether it is dropped only if its rows are kept elsewhere
 */
public record DropIntention(Duration grace, boolean needsArchive) {

    /** What both allow: the longer grace, and an archive if either asks for one. */
    DropIntention and(DropIntention other) {
        return new DropIntention(
                grace.compareTo(other.grace) < 0 ? other.grace : grace, needsArchive || other.needsArchive);
    }
}
