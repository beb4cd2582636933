using Microsoft.EntityFrameworkCore.Query;

namespace Daypass.Server.Storage.Model;

internal static class DeviceKeys
{
    /// <summary>All that a device could prove itself with, or be reached by, is gone for good.</summary>
    public static UpdateSettersBuilder<Authenticator> WipeKeys(this UpdateSettersBuilder<Authenticator> set) => set
        .SetProperty(x => x.Secret, (byte[]?)null)
        .SetProperty(x => x.PublicKey, (byte[]?)null)
        .SetProperty(x => x.PairingCode, (byte[]?)null)
        .SetProperty(x => x.Push, (byte[]?)null);
}
