package io.partwarden.jobs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What this process is called where people see it: host, process id, and something that no other start has. */
@Component
public final class ReplicaName {

    /** db-scheduler keeps no more. */
    private static final int MOST_CHARACTERS = 50;

    private final String value;

    ReplicaName() {
        String own = "/" + ProcessHandle.current().pid() + "/"
                + UUID.randomUUID().toString().substring(0, 8);
        String host = host();
        this.value = host.substring(0, Math.min(host.length(), MOST_CHARACTERS - own.length())) + own;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A host without a name is nothing unusual in a container.
            return "localhost";
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
