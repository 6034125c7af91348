package io.partwarden.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host in its one canonical form: a lower-case DNS name without the trailing dot, or an IP address. What resolvers take for an
 * address though it is not written as one ({@code 127.1}, {@code 0x7f000001}, {@code 2130706433}) is none of them, so that no
 * spelling gets past the allow-list, and no character of it means anything in a URL.
 */
public record HostName(String value, boolean isAddress) {

    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:]*:[0-9a-f:.]*");
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    /** The WHATWG URL rule: a name whose last label is a number is an address to somebody. */
    private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

    /** Empty for what is neither a DNS name nor an address in its usual form; looks nothing up. */
    public static Optional<HostName> parse(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            return ipv6(host.substring(1, host.length() - 1));
        }
        if (host.indexOf(':') >= 0) {
            return ipv6(host);
        }
        if (IPV4.matcher(host).matches()) {
            return Optional.of(new HostName(host, true));
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return NAME.matcher(name).matches() && !NUMBER_AT_END.matcher(name).matches()
                ? Optional.of(new HostName(name, false))
                : Optional.empty();
    }

    private static Optional<HostName> ipv6(String text) {
        if (!IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // Only digits and colons get here, so nothing is looked up; an IPv4-mapped address comes back as IPv4.
            return Optional.of(new HostName(InetAddress.getByName(text).getHostAddress(), true));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether it is a loopback address or {@code localhost}. */
    public boolean isLoopback() {
        return isAddress ? address().isLoopbackAddress() : value.equals("localhost");
    }

    /** Only of an address. */
    public InetAddress address() {
        try {
            return InetAddress.getByName(value);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("A checked IP address needs no look-up", e);
        }
    }

    /** As URLs want it: an IPv6 address in brackets. */
    public String inUrl() {
        return value.indexOf(':') >= 0 ? "[" + value + "]" : value;
    }
}
