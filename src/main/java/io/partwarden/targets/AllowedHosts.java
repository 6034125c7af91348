package io.partwarden.targets;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Where targets may be: names ({@code db.example.com}), suffixes ({@code .example.com}), addresses and networks
 * ({@code 10.0.0.0/8}, {@code fd00::/8}). A name that only a network allows is judged by the addresses that it has, now and again at
 * each connect, since the answer of DNS can change in between.
 */
final class AllowedHosts {

    private final List<String> names;
    private final List<String> suffixes;
    private final List<String> networks;

    AllowedHosts(List<String> patterns) {
        List<String> known =
                patterns.stream().map(AllowedHosts::canonical).distinct().toList();
        this.suffixes =
                known.stream().filter(pattern -> pattern.startsWith(".")).toList();
        this.networks =
                known.stream().filter(pattern -> pattern.indexOf('/') >= 0).toList();
        this.names = known.stream()
                .filter(pattern -> !suffixes.contains(pattern) && !networks.contains(pattern))
                .toList();
    }

    /** How a host may be used, or empty if it may not. */
    Optional<Admission> admit(HostName host) {
        if (names.contains(host.value())
                || (!host.isAddress() && suffixes.stream().anyMatch(host.value()::endsWith))) {
            return Optional.of(new Admission(List.of()));
        }
        boolean inNetwork = host.isAddress() ? isInNetwork(networks, host.address()) : resolvesIntoNetwork(host);
        return inNetwork ? Optional.of(new Admission(networks)) : Optional.empty();
    }

    private boolean resolvesIntoNetwork(HostName host) {
        if (networks.isEmpty()) {
            return false;
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(host.value()))
                    .allMatch(address -> isInNetwork(networks, address));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    static boolean isInNetwork(List<String> networks, InetAddress address) {
        String plain = address.getHostAddress().replaceFirst("%.*", "");
        return networks.stream().anyMatch(network -> new IpAddressMatcher(network).matches(plain));
    }

    private static String canonical(String pattern) {
        String text = pattern.strip();
        int slash = text.indexOf('/');
        if (slash >= 0) {
            return network(text, slash);
        }
        String dot = text.startsWith(".") ? "." : "";
        return HostName.parse(text.substring(dot.length()))
                .filter(host -> dot.isEmpty() || !host.isAddress())
                .map(host -> dot + host.value())
                .orElseThrow(() -> unusable(pattern));
    }

    private static String network(String text, int slash) {
        HostName base = HostName.parse(text.substring(0, slash))
                .filter(HostName::isAddress)
                .orElseThrow(() -> unusable(text));
        String bits = text.substring(slash + 1);
        int width = base.address().getAddress().length * Byte.SIZE;
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > width) {
            throw unusable(text);
        }
        return base.value() + "/" + bits;
    }

    private static IllegalArgumentException unusable(String pattern) {
        return new IllegalArgumentException("partwarden.targets.allowed-hosts: '" + pattern
                + "' is no host name, .suffix, address or network such as 10.0.0.0/8");
    }

    /** That a host may be used; if only because of networks, then at an address in one of them. */
    record Admission(List<String> networks) {}
}
