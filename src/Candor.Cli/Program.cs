using Candor.Cli;

using var interruption = new Interruption();
return await CommandLineHost.RunAsync(args, Console.Out, Console.Error, interruption.Token);
