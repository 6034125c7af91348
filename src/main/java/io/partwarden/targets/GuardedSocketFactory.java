package io.partwarden.targets;

import io.partwarden.security.AllowedHosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import javax.net.SocketFactory;

/**
 * Connects only to addresses in the networks given: what was allowed by its address is checked on the very address that is
 * connected to, so a name that DNS points elsewhere later (rebinding) reaches nothing. The driver makes it by its name, hence public.
 */
public final class GuardedSocketFactory extends SocketFactory {

    private final List<String> networks;

    /** The networks, separated by commas. */
    public GuardedSocketFactory(String networks) {
        this.networks = List.of(networks.split(","));
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                if (endpoint instanceof InetSocketAddress internet && !internet.isUnresolved()) {
                    requireAllowed(internet.getAddress());
                }
                super.connect(endpoint, timeout);
            }
        };
    }

    private void requireAllowed(InetAddress address) throws IOException {
        if (!AllowedHosts.isInNetwork(networks, address)) {
            throw new AddressRefusedException();
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("The driver connects by itself");
    }

    /** The host's address is in none of the allowed networks. */
    static final class AddressRefusedException extends IOException {

        AddressRefusedException() {
            super("The host's address is not in an allowed network");
        }
    }
}
