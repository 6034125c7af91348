package io.partwarden.partition;

import java.util.Comparator;
import java.util.List;

/** PostgreSQL's order of range bounds (partition_rbound_cmp), with the server's ranks for the values. */
final class BoundOrder implements Comparator<List<Datum>> {

    private final KeySpace keys;

    BoundOrder(KeySpace keys) {
        this.keys = keys;
    }

    @Override
    public int compare(List<Datum> left, List<Datum> right) {
        for (int column = 0; column < left.size(); column++) {
            Datum a = left.get(column);
            Datum b = right.get(column);
            int order = Integer.compare(side(a), side(b));
            if (order == 0 && a instanceof Datum.Value x && b instanceof Datum.Value y) {
                order = Integer.compare(
                        keys.of(column, x.text()).rank(),
                        keys.of(column, y.text()).rank());
            }
            if (order != 0) {
                return order;
            }
            if (!(a instanceof Datum.Value)) {
                return 0; // what follows an infinite datum is ignored
            }
        }
        return 0;
    }

    private static int side(Datum datum) {
        if (datum instanceof Datum.MinValue) {
            return -1;
        }
        return datum instanceof Datum.MaxValue ? 1 : 0;
    }
}
