package io.partwarden.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class GuardedSocketFactoryTests {

    @Test
    void anAddressOutsideTheNetworksIsNotConnectedTo() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket inside = new GuardedSocketFactory("10.0.0.0/8,127.0.0.0/8").createSocket();
                Socket outside = new GuardedSocketFactory("10.0.0.0/8").createSocket()) {
            InetSocketAddress address = new InetSocketAddress(loopback, server.getLocalPort());

            inside.connect(address, 1_000);
            assertThat(inside.isConnected()).isTrue();
            assertThatThrownBy(() -> outside.connect(address, 1_000))
                    .isInstanceOf(GuardedSocketFactory.AddressRefusedException.class);
        }
    }
}
