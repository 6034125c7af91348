package io.partwarden.policy;

import io.partwarden.policy.Lane.Placed;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which partitions do not lie on a policy's grid. They are never touched; new ones begin where they end. */
public final class GridDrift {

    private GridDrift() {}

    /** In the lane's order: those of which an end that is not infinite lies between two of the grid's borders. */
    public static List<Placed> of(Lane lane) {
        Grid grid = lane.grid();
        return lane.placed().stream()
                .filter(placed -> isBetween(grid, placed.span().from())
                        || isBetween(grid, placed.span().to()))
                .toList();
    }

    private static boolean isBetween(Grid grid, @Nullable BigDecimal place) {
        return place != null && grid.border(grid.period(place)).compareTo(place) != 0;
    }
}
