package io.partwarden.maintenance.runs;

import io.partwarden.http.TimeRange;
import io.partwarden.table.RequestedTables;
import io.partwarden.table.RequestedTables.Requested;
import io.partwarden.table.TablePaths;
import io.partwarden.table.TableRef;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What will happen to a table; viewers see it. */
@Tag(name = "Maintenance")
@RestController
class ForecastController {

    private static final int MAX_DAYS = 3_660;

    private final RequestedTables tables;
    private final TableForecast forecasts;

    ForecastController(RequestedTables tables, TableForecast forecasts) {
        this.tables = tables;
        this.forecasts = forecasts;
    }

    @GetMapping({TablePaths.BY_NAME + "/forecast", TablePaths.BY_ID + "/forecast"})
    @Operation(operationId = "getForecast", summary = "See every partition that a table will get and lose, and when")
    ForecastResponse forecast(
            @Parameter(hidden = true) TableRef table,
            @Parameter(description = "How far to look", example = "90")
                    @RequestParam(defaultValue = "90")
                    @Min(1)
                    @Max(MAX_DAYS)
                    int days,
            @Parameter(
                            description = "A moment to take for now: what would happen then?",
                            example = "2027-01-01T00:00:00Z")
                    @RequestParam(required = false)
                    @TimeRange
                    @Nullable
                    Instant now) {
        Requested requested = tables.toSee(table);
        return forecasts.of(requested.target(), tables.snapshot(requested), now, Duration.ofDays(days));
    }
}
