package io.partwarden.maintenance.imports;

import io.partwarden.http.ShortText;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tables to import and what for.
 *
 * @param tables as the other tool calls them, {@code schema.table} without quotes; null for all that can be
 * @param mode {@code operate} (unless given): policies that are followed; {@code observe}: policies that are only kept, to be compared with
 *     what the other tool does
 * @param timeZone whose days and months the periods are; null for the one that fits
 */
record ImportRequest(
        @Size(min = 1, max = 1000) @Nullable List<@NotNull @ShortText(max = 127) String> tables,
        @Pattern(regexp = "operate|observe") @Nullable String mode,
        @ShortText @Nullable String timeZone) {

    static final ImportRequest ALL = new ImportRequest(null, null, null);

    ImportRequest {
        tables = tables == null ? null : List.copyOf(tables);
    }

    boolean observes() {
        return "observe".equals(mode);
    }

    boolean means(String table) {
        return tables == null || tables.contains(table);
    }

    boolean names(String table) {
        return tables != null && tables.contains(table);
    }
}
