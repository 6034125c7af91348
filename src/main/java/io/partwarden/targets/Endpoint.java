package io.partwarden.targets;

import java.util.List;

/** Where a target is: one host or the members of a cluster (the primary is found among them), one port, one database. */
public record Endpoint(List<String> hosts, int port, String database) {

    public Endpoint {
        hosts = List.copyOf(hosts);
    }
}
