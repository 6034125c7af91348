package io.partwarden.maintenance.runs;

import io.partwarden.table.BoundResponse;
import io.partwarden.table.RelationName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table will get and lose.
 *
 * @param from the moment that was taken for now
 * @param items in the order of time
 * @param complete false where not everything until then is known, or too much of it to tell
 */
record ForecastResponse(
        Instant from, Instant until, List<ForecastItem> items, ForecastTotals totals, boolean complete) {

    /**
     * @param action {@code create}, {@code detach} or {@code drop}
     * @param bytes what it holds, or is expected to hold once it is full; null where nothing tells
     * @param rows as estimated when it was last analysed; null where it is not there yet, or never was analysed
     */
    record ForecastItem(
            Instant at,
            String action,
            RelationName partition,
            BoundResponse bounds,
            @Nullable Long bytes,
            @Nullable Long rows) {}

    /** @param bytesDropped as far as they are known */
    record ForecastTotals(int created, int detached, int dropped, long bytesDropped) {}
}
