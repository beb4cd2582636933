using Microsoft.Extensions.Configuration.Memory;

namespace Daypass.Server.Hosting;

/// <summary>The empty builder: where settings come from, where files lie, where it listens when nothing is said.</summary>
internal static class EmptyBuilder
{
    public static WebApplicationBuilder Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            // Web assets lie beside the executable, wherever it is started from; ./data is of the folder it is started in.
            ContentRootPath = AppContext.BaseDirectory,
        });
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null && builder.Configuration["https_ports"] is null)
        {
            // The first source is the weakest: anything said anywhere wins.
            builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
            {
                InitialData = [new("urls", DaypassOptions.DefaultOrigin)],
            });
        }

        // Assets change with a build, never while it runs.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        // Would believe X-Forwarded-For from anybody; TrustedProxies decides here.
        builder.Configuration["ForwardedHeaders_Enabled"] = "false";
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = provider.ValidateOnBuild = true);
        builder.WebHost.UseStaticWebAssets();
        return builder;
    }

    /// <summary>The settings as they stand, before the container is built.</summary>
    public static DaypassOptions Settings(this WebApplicationBuilder builder)
    {
        try
        {
            return builder.Configuration.GetSection(DaypassOptions.Section).Get<DaypassOptions>() ?? new DaypassOptions();
        }
        catch (InvalidOperationException why)
        {
            throw new RefusedToStart(Errors.UnreadableSetting(why.Message));
        }
    }
}
