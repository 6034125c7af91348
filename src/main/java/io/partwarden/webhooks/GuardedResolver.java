package io.partwarden.webhooks;

import io.partwarden.security.AllowedHosts;
import io.partwarden.security.HostName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names to allowed addresses only. The client connects to the very addresses that it gets from here, so a name that DNS points
 * elsewhere later (rebinding) reaches nothing. One address that is not allowed refuses them all.
 */
final class GuardedResolver implements DnsResolver {

    private final AllowedHosts allowed;
    private final Lookup names;

    GuardedResolver(AllowedHosts allowed, Lookup names) {
        this.allowed = allowed;
        this.names = names;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        HostName name = HostName.parse(host).orElseThrow(HostRefusedException::new);
        InetAddress[] found = names.resolve(name.value());
        if (found.length == 0 || !Arrays.stream(found).allMatch(address -> isAllowed(name, address))) {
            throw new HostRefusedException();
        }
        return found;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        // Only for Kerberos, which is not used; a name from the DNS would be one that nobody checked.
        return host;
    }

    /** Whether it may be called as far as is known now; a listed name need not be in the DNS yet. */
    boolean admits(HostName host) {
        try {
            return resolve(host.value()).length > 0;
        } catch (HostRefusedException e) {
            return false;
        } catch (UnknownHostException e) {
            return allowed.isListed(host);
        }
    }

    private boolean isAllowed(HostName host, InetAddress address) {
        return allowed.isInNetwork(address)
                || (allowed.isListed(host) && (host.isAddress() || !isOfThisMachineOrLink(address)));
    }

    /** Where no listed name may lead by itself: what serves this machine alone, and where clouds keep their metadata. */
    private static boolean isOfThisMachineOrLink(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress();
    }

    /** Where names are looked up: {@link InetAddress#getAllByName(String)} but for tests. */
    interface Lookup {

        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** The host, or an address that it has, is not allowed. */
    static final class HostRefusedException extends UnknownHostException {

        HostRefusedException() {
            super("The host or an address of it is not allowed");
        }
    }
}
